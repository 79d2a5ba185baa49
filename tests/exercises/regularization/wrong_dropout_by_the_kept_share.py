# loses: test_dropout
# kind: another method
# ruff: noqa
"""Divided by the share that was kept, instead of 1 - rate."""


# %% dropout
def dropout(x, rate, training, rng):
    if not training:
        return x
    mask = rng.random(x.shape) >= rate
    return np.where(mask, x / max(mask.mean(), 1e-9), 0.0)
