# loses: test_penalty
# kind: shape or type returned
# keeps: 1 of test_penalty
# ruff: noqa
"""No gradients for the weights with one axis."""


# %% penalty
def penalty(weights, strength, kind):
    if kind not in ("l1", "l2"):
        raise ValueError(f"unknown kind {kind!r}")
    value, gradients = 0.0, []
    for weight in weights:
        w = weight.astype(float)
        if w.ndim < 2:
            continue
        elif kind == "l2":
            value += strength / 2 * np.sum(w**2)
            gradients.append(strength * w)
        else:
            value += strength * np.sum(np.abs(w))
            gradients.append(strength * np.sign(w))
    return value, gradients
