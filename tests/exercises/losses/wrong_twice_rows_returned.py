# loses: test_is_softmax_twice
# kind: shape or type returned
# ruff: noqa
"""One answer per image."""


# %% is_softmax_twice
def is_softmax_twice(outputs):
    return (outputs >= 0).all(axis=1) & (abs(outputs.sum(axis=1) - 1) <= 0.001)
