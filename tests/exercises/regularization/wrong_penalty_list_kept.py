# loses: test_penalty
# kind: state shared
# keeps: 1 of test_penalty
# ruff: noqa
"""The gradients of earlier calls stay in the list."""


# %% penalty
def penalty(weights, strength, kind, gradients=[]):
    if kind not in ("l1", "l2"):
        raise ValueError(f"unknown kind {kind!r}")
    value = 0.0
    for weight in weights:
        w = weight.astype(float)
        if w.ndim < 2:
            gradients.append(np.zeros(w.shape))
        elif kind == "l2":
            value += strength / 2 * np.sum(w**2)
            gradients.append(strength * w)
        else:
            value += strength * np.sum(np.abs(w))
            gradients.append(strength * np.sign(w))
    return value, gradients
