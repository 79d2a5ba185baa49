# loses: test_pixels_seen
# kind: edge case
# ruff: noqa
"""A window around the middle, of the size that a unit in the middle sees."""


# %% pixels_seen [pytorch]
def pixels_seen(model, image_shape, row, column):
    height, width, channels = image_shape
    x = torch.zeros(1, channels, height, width, requires_grad=True)
    maps = model(x)
    middle = maps.shape[2] // 2, maps.shape[3] // 2
    maps[0, 0, middle[0], middle[1]].backward()
    seen = x.grad[0].abs().sum(dim=0).numpy() > 0
    rows, columns = np.nonzero(seen)
    return tuple(
        int(end) + place - half
        for ends, place, half in ((rows, row, middle[0]), (columns, column, middle[1]))
        for end in (ends.min(), ends.max())
    )


# %% pixels_seen [tensorflow]
def pixels_seen(model, image_shape, row, column):
    height, width, channels = image_shape
    x = tf.zeros((1, height, width, channels))
    with tf.GradientTape() as tape:
        tape.watch(x)
        maps = model(x)
        middle = maps.shape[1] // 2, maps.shape[2] // 2
        unit = maps[0, middle[0], middle[1], 0]
    seen = tf.reduce_sum(tf.abs(tape.gradient(unit, x)[0]), axis=2).numpy() > 0
    rows, columns = np.nonzero(seen)
    return tuple(
        int(end) + place - half
        for ends, place, half in ((rows, row, middle[0]), (columns, column, middle[1]))
        for end in (ends.min(), ends.max())
    )
