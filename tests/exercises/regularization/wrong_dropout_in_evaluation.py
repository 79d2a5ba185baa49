# loses: test_dropout
# kind: mode
# ruff: noqa
"""The mode is ignored."""


# %% dropout
def dropout(x, rate, training, rng):
    mask = rng.random(x.shape) >= rate
    return np.where(mask, x / (1 - rate), 0.0)
