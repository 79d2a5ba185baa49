# loses: test_is_softmax_twice
# kind: another axis
# ruff: noqa
"""Columns sum to 1."""


# %% is_softmax_twice
def is_softmax_twice(outputs):
    return bool((outputs >= 0).all() and (abs(outputs.sum(axis=0) - 1) <= 0.001).all())
