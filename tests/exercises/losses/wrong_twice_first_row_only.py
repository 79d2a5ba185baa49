# loses: test_is_softmax_twice
# kind: reduction
# ruff: noqa
"""Looks at the first image only."""


# %% is_softmax_twice
def is_softmax_twice(outputs):
    outputs = outputs[:1]
    return bool((outputs >= 0).all() and (abs(outputs.sum(axis=1) - 1) <= 0.001).all())
