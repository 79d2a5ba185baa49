# ruff: noqa
# loses: test_walk
# kind: hard-coded output
# As many steps as in the example.


# %% walk
def walk(rule, gradient_at, start, lr, num_steps, decay=0.0):
    w = np.array(start, dtype=float)
    path, memory = [w], {}
    for t in range(1, 3):
        d = rule(gradient_at(w), memory, t)
        w = w - lr * (d + decay * w)
        path.append(w)
    return np.array(path)
