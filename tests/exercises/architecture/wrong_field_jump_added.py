# loses: test_receptive_field
# kind: wrong number
# ruff: noqa
"""Strides are added, not multiplied."""


# %% receptive_field
def receptive_field(layers):
    field, jump = 1, 1
    for layer in layers:
        field += (layer.size - 1) * jump
        jump += layer.stride - 1
    return field
