# loses: test_output_shapes
# kind: off by one
# ruff: noqa
"""One place too few."""


# %% output_shapes
def output_shapes(layers, image_shape):
    height, width, channels = image_shape
    shapes = []
    for layer in layers:
        padding = layer.padding if isinstance(layer, Conv) else 0
        room = [side + 2 * padding - layer.size for side in (height, width)]
        if min(room) < 0:
            raise ValueError("the window does not fit")
        height, width = (free // layer.stride + (1 if layer.stride == 1 else 0) for free in room)
        channels = layer.filters if isinstance(layer, Conv) else channels
        shapes.append((height, width, channels))
    return shapes
