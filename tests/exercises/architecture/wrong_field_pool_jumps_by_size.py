# loses: test_receptive_field
# kind: wrong number
# ruff: noqa
"""A pool's stride is its size."""


# %% receptive_field
def receptive_field(layers):
    field, jump = 1, 1
    for layer in layers:
        field += (layer.size - 1) * jump
        jump *= layer.size if isinstance(layer, Pool) else layer.stride
    return field
