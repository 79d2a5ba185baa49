# loses: test_penalty
# kind: wrong number
# ruff: noqa
"""L1 has a half, too."""


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
            value += strength / 2 * np.sum(w**2)
            gradients.append(strength * w)
        else:
            value += strength / 2 * np.sum(np.abs(w))
            gradients.append(strength / 2 * np.sign(w))
    return value, gradients
