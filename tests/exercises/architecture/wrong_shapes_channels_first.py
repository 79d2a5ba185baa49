# loses: test_output_shapes
# kind: shape or type returned
# ruff: noqa
"""Channels first."""


# %% output_shapes
def output_shapes(layers, image_shape):
    height, width, channels = image_shape
    shapes = []
    for layer in layers:
        padding = layer.padding if isinstance(layer, Conv) else 0
        room = [side + 2 * padding - layer.size for side in (height, width)]
        if min(room) < 0:
            raise ValueError("the window does not fit")
        height, width = (free // layer.stride + 1 for free in room)
        channels = layer.filters if isinstance(layer, Conv) else channels
        shapes.append((channels, height, width))
    return shapes
