# loses: test_pixels_seen
# kind: hard-coded output
# ruff: noqa
"""The example of the docstring."""


# %% pixels_seen [pytorch]
def pixels_seen(model, image_shape, row, column):
    return 2, 5, 0, 3


# %% pixels_seen [tensorflow]
def pixels_seen(model, image_shape, row, column):
    return 2, 5, 0, 3
