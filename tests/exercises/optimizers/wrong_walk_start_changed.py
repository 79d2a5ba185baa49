# ruff: noqa
# loses: test_walk
# kind: arguments changed
# An array of floats is not copied, and its entries move.


# %% walk
def walk(rule, gradient_at, start, lr, num_steps, decay=0.0):
    w = np.asarray(start, dtype=float)
    path, memory = [w.copy()], {}
    for t in range(1, num_steps + 1):
        w -= lr * (rule(gradient_at(w), memory, t) + decay * w)
        path.append(w.copy())
    return np.array(path)
