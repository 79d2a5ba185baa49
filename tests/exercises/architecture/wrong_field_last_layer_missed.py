# loses: test_receptive_field
# kind: off by one
# ruff: noqa
"""The last layer is left out."""


# %% receptive_field
def receptive_field(layers):
    field, jump = 1, 1
    for layer in layers[:-1]:
        field += (layer.size - 1) * jump
        jump *= layer.stride
    return field
