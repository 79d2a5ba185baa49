# ruff: noqa
# loses: test_walk
# kind: view for a copy
# The weights are changed in place, and all rows of the path are the last one.


# %% walk
def walk(rule, gradient_at, start, lr, num_steps, decay=0.0):
    w = np.array(start, dtype=float)
    path, memory = [w], {}
    for t in range(1, num_steps + 1):
        d = rule(gradient_at(w), memory, t)
        w -= lr * (d + decay * w)
        path.append(w)
    return np.array(path)
