# loses: test_output_shapes
# kind: edge case
# ruff: noqa
"""int() instead of floor: a window too large by less than a stride gives 1."""


# %% output_shapes
def output_shapes(layers, image_shape):
    height, width, channels = image_shape
    shapes = []
    for layer in layers:
        padding = layer.padding if isinstance(layer, Conv) else 0
        room = [side + 2 * padding - layer.size for side in (height, width)]
        height, width = (int(free / layer.stride) + 1 for free in room)
        if min(height, width) < 1:
            raise ValueError("the window does not fit")
        channels = layer.filters if isinstance(layer, Conv) else channels
        shapes.append((height, width, channels))
    return shapes
