# ruff: noqa
# loses: test_walk
# kind: arguments changed
# The step is made up in the direction that the rule returned, which may be its memory.


# %% walk
def walk(rule, gradient_at, start, lr, num_steps, decay=0.0):
    w = np.array(start, dtype=float)
    path, memory = [w], {}
    for t in range(1, num_steps + 1):
        d = rule(gradient_at(w), memory, t)
        d += decay * w
        d *= lr
        w = w - d
        path.append(w)
    return np.array(path)
