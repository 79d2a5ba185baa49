# loses: test_is_softmax_twice
# kind: part left out
# ruff: noqa
"""A sum below 1 passes."""


# %% is_softmax_twice
def is_softmax_twice(outputs):
    return bool((outputs >= 0).all() and ((outputs.sum(axis=1) - 1) <= 0.001).all())
