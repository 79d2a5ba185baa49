# loses: test_is_softmax_twice
# kind: order of arguments
# ruff: noqa
"""True for logits."""


# %% is_softmax_twice
def is_softmax_twice(outputs):
    return not bool((outputs >= 0).all() and (abs(outputs.sum(axis=1) - 1) <= 0.001).all())
