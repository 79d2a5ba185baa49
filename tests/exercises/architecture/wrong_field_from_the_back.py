# loses: test_receptive_field
# kind: order of arguments
# ruff: noqa
"""From the back, with the rule for the front."""


# %% receptive_field
def receptive_field(layers):
    field, jump = 1, 1
    for layer in reversed(layers):
        field += (layer.size - 1) * jump
        jump *= layer.stride
    return field
