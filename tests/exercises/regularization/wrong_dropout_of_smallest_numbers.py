# loses: test_dropout
# kind: another method
# ruff: noqa
"""The smallest numbers are dropped, not random ones."""


# %% dropout
def dropout(x, rate, training, rng):
    if not training:
        return x
    rng.random(x.shape)
    mask = np.abs(x) >= np.quantile(np.abs(x), rate)
    return np.where(mask, x / (1 - rate), 0.0)
