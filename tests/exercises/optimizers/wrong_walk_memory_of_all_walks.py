# ruff: noqa
# loses: test_walk
# kind: state shared
# The memory is a default argument: a second walk goes on with it.


# %% walk
def walk(rule, gradient_at, start, lr, num_steps, decay=0.0, memory={}):
    w = np.array(start, dtype=float)
    path = [w]
    for t in range(1, num_steps + 1):
        d = rule(gradient_at(w), memory, t)
        w = w - lr * (d + decay * w)
        path.append(w)
    return np.array(path)
