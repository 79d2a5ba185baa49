# loses: test_dropout
# kind: dropout unscaled
# ruff: noqa
"""The dropout of the first paper: evaluation is scaled instead."""


# %% dropout
def dropout(x, rate, training, rng):
    if not training:
        return x * (1 - rate)
    mask = rng.random(x.shape) >= rate
    return np.where(mask, x * 1.0, 0.0)
