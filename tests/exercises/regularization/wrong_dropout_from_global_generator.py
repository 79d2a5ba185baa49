# loses: test_dropout
# kind: global for an argument
# ruff: noqa
"""Drawn from NumPy's global generator."""


# %% dropout
def dropout(x, rate, training, rng):
    if not training:
        return x
    mask = np.random.random(x.shape) >= rate
    return np.where(mask, x / (1 - rate), 0.0)
