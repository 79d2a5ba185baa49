# loses: test_receptive_field
# kind: shape or type returned
# ruff: noqa
"""The area instead of the side."""


# %% receptive_field
def receptive_field(layers):
    field, jump = 1, 1
    for layer in layers:
        field += (layer.size - 1) * jump
        jump *= layer.stride
    return field**2
