# loses: test_penalty
# keeps: 1 of test_penalty
# kind: arguments changed
# ruff: noqa
"""The kernels are multiplied by the strength in place."""


# %% penalty
def penalty(weights, strength, kind):
    if kind not in ("l1", "l2"):
        raise ValueError(f"unknown kind {kind!r}")
    value, gradients = 0.0, []
    for weight in weights:
        w = weight if weight.dtype == float else weight.astype(float)
        if w.ndim < 2:
            gradients.append(np.zeros(w.shape))
        elif kind == "l2":
            value += strength / 2 * np.sum(w**2)
            w *= strength
            gradients.append(w)
        else:
            value += strength * np.sum(np.abs(w))
            gradients.append(strength * np.sign(w))
    return value, gradients
