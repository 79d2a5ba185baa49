# loses: test_dropout
# kind: wrong number
# ruff: noqa
"""Divided by the rate instead of 1 - rate."""


# %% dropout
def dropout(x, rate, training, rng):
    if not training:
        return x
    mask = rng.random(x.shape) >= rate
    return np.where(mask, x / rate if rate else x * 1.0, 0.0)
