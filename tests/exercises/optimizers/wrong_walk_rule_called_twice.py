# ruff: noqa
# loses: test_walk
# kind: several at once
# The rule is called once more at the end of each step, to look ahead: its memory moves twice.


# %% walk
def walk(rule, gradient_at, start, lr, num_steps, decay=0.0):
    w = np.array(start, dtype=float)
    path, memory = [w], {}
    for t in range(1, num_steps + 1):
        d = rule(gradient_at(w), memory, t)
        w = w - lr * (d + decay * w)
        path.append(w)
        rule(gradient_at(w), memory, t)
    return np.array(path)
