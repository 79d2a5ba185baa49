# loses: test_receptive_field
# kind: wrong number
# ruff: noqa
"""A pool multiplies the field by its size."""


# %% receptive_field
def receptive_field(layers):
    field, jump = 1, 1
    for layer in layers:
        if isinstance(layer, Pool):
            field *= layer.size
        else:
            field += (layer.size - 1) * jump
        jump *= layer.stride
    return field
