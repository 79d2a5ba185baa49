# loses: test_output_shapes
# kind: part left out
# ruff: noqa
"""The stride of convolutions is taken for 1."""


# %% output_shapes
def output_shapes(layers, image_shape):
    height, width, channels = image_shape
    shapes = []
    for layer in layers:
        padding = layer.padding if isinstance(layer, Conv) else 0
        room = [side + 2 * padding - layer.size for side in (height, width)]
        if min(room) < 0:
            raise ValueError("the window does not fit")
        height, width = (free // (1 if isinstance(layer, Conv) else layer.stride) + 1 for free in room)
        channels = layer.filters if isinstance(layer, Conv) else channels
        shapes.append((height, width, channels))
    return shapes
