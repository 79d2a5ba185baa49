# loses: test_receptive_field
# kind: edge case
# ruff: noqa
"""Padding is taken off."""


# %% receptive_field
def receptive_field(layers):
    field, jump = 1, 1
    for layer in layers:
        field += (layer.size - 1) * jump
        field -= 2 * getattr(layer, "padding", 0) * jump
        jump *= layer.stride
    return field
