# loses: test_dropout
# kind: another axis
# ruff: noqa
"""One mask for all examples of the batch."""


# %% dropout
def dropout(x, rate, training, rng):
    if not training:
        return x
    mask = rng.random((1,) + x.shape[1:]) >= rate
    return np.where(mask, x / (1 - rate), 0.0)
