# loses: test_receptive_field
# kind: off by one
# ruff: noqa
"""A window adds all of its size."""


# %% receptive_field
def receptive_field(layers):
    field, jump = 1, 1
    for layer in layers:
        field += layer.size * jump
        jump *= layer.stride
    return field
