# loses: test_receptive_field
# kind: state shared
# ruff: noqa
"""The jump goes on from call to call."""


# %% receptive_field
_jump = 1


def receptive_field(layers):
    global _jump
    field = 1
    for layer in layers:
        field += (layer.size - 1) * _jump
        _jump *= layer.stride
    return field
