# loses: test_dropout
# kind: dropout unscaled
# ruff: noqa
"""What is kept is not divided."""


# %% dropout
def dropout(x, rate, training, rng):
    if not training:
        return x
    mask = rng.random(x.shape) >= rate
    return np.where(mask, x * 1.0, 0.0)
