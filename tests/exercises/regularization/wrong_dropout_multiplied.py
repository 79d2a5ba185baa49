# loses: test_dropout
# kind: wrong number
# ruff: noqa
"""Multiplied by 1 - rate."""


# %% dropout
def dropout(x, rate, training, rng):
    if not training:
        return x
    mask = rng.random(x.shape) >= rate
    return np.where(mask, x * (1 - rate), 0.0)
