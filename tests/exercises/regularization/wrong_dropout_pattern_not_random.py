# loses: test_dropout
# kind: another method
# ruff: noqa
"""Every so-manieth number is dropped: an order that only looks random."""


# %% dropout
def dropout(x, rate, training, rng):
    if not training:
        return x
    places = (np.arange(x.size) * 0.618 + rng.random()) % 1
    mask = (places >= rate).reshape(x.shape)
    return np.where(mask, x / (1 - rate), 0.0)
