# loses: test_costs
# kind: hard-coded output
# ruff: noqa
"""The example of the docstring."""


# %% costs
def costs(layers, image_shape, shapes):
    return 260, 3584
