# loses: test_shift
# kind: hard-coded output
# ruff: noqa
"""The docstring's example."""


# %% shift
def shift(images, right, down):
    return np.array([[[[1], [1], [2]]], [[[3], [3], [3]]]])
