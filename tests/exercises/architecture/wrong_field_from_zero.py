# loses: test_receptive_field
# kind: off by one
# ruff: noqa
"""Begins at 0."""


# %% receptive_field
def receptive_field(layers):
    field, jump = 0, 1
    for layer in layers:
        field += (layer.size - 1) * jump
        jump *= layer.stride
    return field
