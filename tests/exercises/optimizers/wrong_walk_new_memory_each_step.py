# ruff: noqa
# loses: test_walk
# kind: not started anew
# Each step gets an empty memory.


# %% walk
def walk(rule, gradient_at, start, lr, num_steps, decay=0.0):
    w = np.array(start, dtype=float)
    path = [w]
    for t in range(1, num_steps + 1):
        d = rule(gradient_at(w), {}, t)
        w = w - lr * (d + decay * w)
        path.append(w)
    return np.array(path)
