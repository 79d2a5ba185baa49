# loses: test_dropout
# kind: another method
# ruff: noqa
"""Exactly a share of the rate is dropped in each call, not each on its own."""


# %% dropout
def dropout(x, rate, training, rng):
    if not training:
        return x
    mask = np.ones(x.size, dtype=bool)
    mask[rng.permutation(x.size)[: round(rate * x.size)]] = False
    mask = mask.reshape(x.shape)
    return np.where(mask, x / (1 - rate), 0.0)
