# loses: test_receptive_field
# kind: part left out
# ruff: noqa
"""Only pools have strides."""


# %% receptive_field
def receptive_field(layers):
    field, jump = 1, 1
    for layer in layers:
        field += (layer.size - 1) * jump
        if isinstance(layer, Pool):
            jump *= layer.stride
    return field
