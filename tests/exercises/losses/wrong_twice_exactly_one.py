# loses: test_is_softmax_twice
# kind: wrong number
# ruff: noqa
"""The sums have to be exactly 1."""


# %% is_softmax_twice
def is_softmax_twice(outputs):
    return bool((outputs >= 0).all() and (abs(outputs.sum(axis=1) - 1) == 0).all())
