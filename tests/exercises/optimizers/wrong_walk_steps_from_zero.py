# ruff: noqa
# loses: test_walk
# kind: off by one
# t = 0 in the first step.


# %% walk
def walk(rule, gradient_at, start, lr, num_steps, decay=0.0):
    w = np.array(start, dtype=float)
    path, memory = [w], {}
    for t in range(num_steps):
        d = rule(gradient_at(w), memory, t)
        w = w - lr * (d + decay * w)
        path.append(w)
    return np.array(path)
