# loses: test_receptive_field
# kind: order of arguments
# ruff: noqa
"""The stride of a layer counts for its own window."""


# %% receptive_field
def receptive_field(layers):
    field, jump = 1, 1
    for layer in layers:
        jump *= layer.stride
        field += (layer.size - 1) * jump
    return field
