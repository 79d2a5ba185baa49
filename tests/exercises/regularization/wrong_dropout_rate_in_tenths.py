# loses: test_dropout
# kind: wrong number
# ruff: noqa
"""Drops in tenths: a rate of 0.23 drops three in ten, scaled as if it were 0.23."""


# %% dropout
def dropout(x, rate, training, rng):
    if not training:
        return x
    dropped = rng.integers(0, 10, size=x.shape) < 10 * rate
    return np.where(dropped, 0.0, x / (1 - rate))
