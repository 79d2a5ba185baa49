# loses: test_dropout
# kind: mode
# ruff: noqa
"""Drops in evaluation, and not in training."""


# %% dropout
def dropout(x, rate, training, rng):
    if training:
        return x
    mask = rng.random(x.shape) >= rate
    return np.where(mask, x / (1 - rate), 0.0)
