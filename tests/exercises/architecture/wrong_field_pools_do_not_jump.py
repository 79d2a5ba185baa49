# loses: test_receptive_field
# kind: part left out
# ruff: noqa
"""Only convolutions have strides."""


# %% receptive_field
def receptive_field(layers):
    field, jump = 1, 1
    for layer in layers:
        field += (layer.size - 1) * jump
        if isinstance(layer, Conv):
            jump *= layer.stride
    return field
