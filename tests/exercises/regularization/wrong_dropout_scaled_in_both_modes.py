# loses: test_dropout
# kind: mode
# ruff: noqa
"""Evaluation is scaled as well."""


# %% dropout
def dropout(x, rate, training, rng):
    if not training:
        return x * (1 - rate)
    mask = rng.random(x.shape) >= rate
    return np.where(mask, x / (1 - rate), 0.0)
