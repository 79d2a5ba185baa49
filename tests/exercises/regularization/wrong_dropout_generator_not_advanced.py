# loses: test_dropout
# kind: state shared
# ruff: noqa
"""A copy of the generator is used: a second call draws the same mask."""


# %% dropout
import copy


def dropout(x, rate, training, rng):
    if not training:
        return x
    mask = copy.deepcopy(rng).random(x.shape) >= rate
    return np.where(mask, x / (1 - rate), 0.0)
