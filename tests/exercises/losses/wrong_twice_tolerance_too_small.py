# loses: test_is_softmax_twice
# kind: wrong number
# ruff: noqa
"""The tolerance is 1e-5."""


# %% is_softmax_twice
def is_softmax_twice(outputs):
    return bool((outputs >= 0).all() and (abs(outputs.sum(axis=1) - 1) <= 1e-5).all())
