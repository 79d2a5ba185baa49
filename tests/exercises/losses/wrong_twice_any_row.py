# loses: test_is_softmax_twice
# kind: reduction
# ruff: noqa
"""One row that sums to 1 is enough."""


# %% is_softmax_twice
def is_softmax_twice(outputs):
    return bool((outputs >= 0).all() and (abs(outputs.sum(axis=1) - 1) <= 0.001).any())
