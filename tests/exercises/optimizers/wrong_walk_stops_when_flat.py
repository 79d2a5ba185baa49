# ruff: noqa
# loses: test_walk
# kind: edge case
# Stops early where the gradient is 0; momentum would roll on, and rows are missing.


# %% walk
def walk(rule, gradient_at, start, lr, num_steps, decay=0.0):
    w = np.array(start, dtype=float)
    path, memory = [w], {}
    for t in range(1, num_steps + 1):
        g = gradient_at(w)
        if not np.any(g):
            break
        d = rule(g, memory, t)
        w = w - lr * (d + decay * w)
        path.append(w)
    return np.array(path)
