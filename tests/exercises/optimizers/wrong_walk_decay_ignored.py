# ruff: noqa
# loses: test_walk
# kind: part left out
# keeps: 1 of test_walk
# No decay.


# %% walk
def walk(rule, gradient_at, start, lr, num_steps, decay=0.0):
    w = np.array(start, dtype=float)
    path, memory = [w], {}
    for t in range(1, num_steps + 1):
        d = rule(gradient_at(w), memory, t)
        w = w - lr * d
        path.append(w)
    return np.array(path)
