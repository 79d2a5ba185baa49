# loses: nothing
# ruff: noqa
"""Borderline: mask times x. Infinity that is dropped becomes NaN, not the 0 that the text asks for."""


# %% dropout
def dropout(x, rate, training, rng):
    return x * (rng.random(x.shape) >= rate) / (1 - rate) if training else x
