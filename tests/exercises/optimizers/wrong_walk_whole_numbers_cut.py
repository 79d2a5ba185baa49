# ruff: noqa
# loses: test_walk
# kind: input type
# A start of whole numbers makes a path of whole numbers.


# %% walk
def walk(rule, gradient_at, start, lr, num_steps, decay=0.0):
    start = np.array(start)
    path = np.zeros((num_steps + 1, len(start)), dtype=start.dtype)
    path[0] = start
    memory = {}
    for t in range(1, num_steps + 1):
        w = path[t - 1].astype(float)
        path[t] = w - lr * (rule(gradient_at(w), memory, t) + decay * w)
    return path
