# loses: test_dropout
# kind: not started anew
# ruff: noqa
"""A generator of its own: the same mask at every call."""


# %% dropout
def dropout(x, rate, training, rng):
    if not training:
        return x
    mask = np.random.default_rng(0).random(x.shape) >= rate
    return np.where(mask, x / (1 - rate), 0.0)
