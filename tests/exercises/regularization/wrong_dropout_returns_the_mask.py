# loses: test_dropout
# kind: shape or type returned
# ruff: noqa
"""The mask, scaled, instead of the numbers."""


# %% dropout
def dropout(x, rate, training, rng):
    if not training:
        return x
    mask = rng.random(x.shape) >= rate
    return np.where(mask, 1 / (1 - rate), 0.0)
