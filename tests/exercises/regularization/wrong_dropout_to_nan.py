# loses: test_dropout
# kind: NaN or infinity
# ruff: noqa
"""Dropped numbers are NaN."""


# %% dropout
def dropout(x, rate, training, rng):
    if not training:
        return x
    mask = rng.random(x.shape) >= rate
    return np.where(mask, x / (1 - rate), np.nan)
