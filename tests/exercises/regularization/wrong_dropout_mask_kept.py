# loses: test_dropout
# kind: state shared
# ruff: noqa
"""The mask of a shape is drawn once and kept."""


# %% dropout
_masks = {}


def dropout(x, rate, training, rng):
    if not training:
        return x
    mask = _masks.setdefault((x.shape, rate), rng.random(x.shape) >= rate)
    return np.where(mask, x / (1 - rate), 0.0)
