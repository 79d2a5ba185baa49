# loses: test_is_softmax_twice
# kind: off by one
# ruff: noqa
"""A probability of 0 is no probability."""


# %% is_softmax_twice
def is_softmax_twice(outputs):
    return bool((outputs > 0).all() and (abs(outputs.sum(axis=1) - 1) <= 0.001).all())
