# loses: test_dropout
# kind: another axis
# ruff: noqa
"""One draw for each row: neighbors go together."""


# %% dropout
def dropout(x, rate, training, rng):
    if not training:
        return x
    mask = rng.random(x.shape[:-1] + (1,)) >= rate
    return np.where(mask, x / (1 - rate), 0.0)
