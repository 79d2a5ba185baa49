# loses: test_is_softmax_twice
# kind: part left out
# ruff: noqa
"""Sums are not looked at."""


# %% is_softmax_twice
def is_softmax_twice(outputs):
    return bool((outputs >= 0).all())
