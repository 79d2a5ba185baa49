# loses: test_is_softmax_twice
# kind: reduction
# ruff: noqa
"""The mean of the sums is 1, not each."""


# %% is_softmax_twice
def is_softmax_twice(outputs):
    return bool((outputs >= 0).all() and abs(outputs.sum(axis=1).mean() - 1) <= 0.001)
