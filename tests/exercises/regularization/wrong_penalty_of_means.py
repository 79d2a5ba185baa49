# loses: test_penalty
# kind: reduction
# keeps: 1 of test_penalty
# ruff: noqa
"""Means instead of sums, in the value."""


# %% penalty
def penalty(weights, strength, kind):
    if kind not in ("l1", "l2"):
        raise ValueError(f"unknown kind {kind!r}")
    value, gradients = 0.0, []
    for weight in weights:
        w = weight.astype(float)
        if w.ndim < 2:
            gradients.append(np.zeros(w.shape))
        elif kind == "l2":
            value += strength / 2 * np.mean(w**2)
            gradients.append(strength * w)
        else:
            value += strength * np.mean(np.abs(w))
            gradients.append(strength * np.sign(w))
    return value, gradients
