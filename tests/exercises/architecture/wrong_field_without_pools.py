# loses: test_receptive_field
# kind: part left out
# ruff: noqa
"""Pools do not enlarge the field."""


# %% receptive_field
def receptive_field(layers):
    field, jump = 1, 1
    for layer in layers:
        if isinstance(layer, Conv):
            field += (layer.size - 1) * jump
        jump *= layer.stride
    return field
