# loses: test_dropout
# kind: input type
# ruff: noqa
"""The result has the type of x: integers are cut."""


# %% dropout
def dropout(x, rate, training, rng):
    if not training:
        return x
    mask = rng.random(x.shape) >= rate
    return np.where(mask, x / (1 - rate), 0.0).astype(x.dtype)
