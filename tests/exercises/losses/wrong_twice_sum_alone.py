# loses: test_is_softmax_twice
# kind: part left out
# ruff: noqa
"""Negative numbers are not looked for."""


# %% is_softmax_twice
def is_softmax_twice(outputs):
    return bool((abs(outputs.sum(axis=1) - 1) <= 0.001).all())
