# loses: test_receptive_field
# kind: global for an argument
# ruff: noqa
"""Not larger than the notebook's images."""


# %% receptive_field
def receptive_field(layers):
    field, jump = 1, 1
    for layer in layers:
        field += (layer.size - 1) * jump
        jump *= layer.stride
    return min(field, images.image_shape[0])
