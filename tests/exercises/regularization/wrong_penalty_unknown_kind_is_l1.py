# loses: test_penalty
# keeps: 1 of test_penalty
# kind: edge case
# ruff: noqa
"""Any other text than l2 is L1."""


# %% penalty
def penalty(weights, strength, kind):
    value, gradients = 0.0, []
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
