# loses: test_is_softmax_twice
# kind: wrong number
# ruff: noqa
"""A sum of 1.05 passes."""


# %% is_softmax_twice
def is_softmax_twice(outputs):
    return bool((outputs >= 0).all() and (abs(outputs.sum(axis=1) - 1) <= 0.1).all())
