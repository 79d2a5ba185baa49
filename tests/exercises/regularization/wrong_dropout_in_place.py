# loses: test_dropout
# kind: arguments changed
# ruff: noqa
"""The numbers are dropped in x itself."""


# %% dropout
def dropout(x, rate, training, rng):
    if not training:
        return x
    mask = rng.random(x.shape) >= rate
    x = x if x.dtype == float else x.astype(float)
    x[~mask] = 0
    x /= 1 - rate
    return x
