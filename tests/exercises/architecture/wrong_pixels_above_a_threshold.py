# loses: test_pixels_seen
# kind: edge case
# ruff: noqa
"""Pixels that change the unit by more than half of the largest change."""


# %% pixels_seen [pytorch]
def pixels_seen(model, image_shape, row, column):
    height, width, channels = image_shape
    x = torch.zeros(1, channels, height, width, requires_grad=True)
    model(x)[0, 0, row, column].backward()
    seen = x.grad[0].abs().sum(dim=0).numpy() > 0
    slope = x.grad[0].abs().sum(dim=0).numpy()
    seen = slope > slope.max() / 2
    rows, columns = np.nonzero(seen)
    return int(rows.min()), int(rows.max()), int(columns.min()), int(columns.max())


# %% pixels_seen [tensorflow]
def pixels_seen(model, image_shape, row, column):
    height, width, channels = image_shape
    x = tf.zeros((1, height, width, channels))
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        unit = model(x)[0, row, column, 0]
    seen = tf.reduce_sum(tf.abs(tape.gradient(unit, x)[0]), axis=2).numpy() > 0
    slope = tf.reduce_sum(tf.abs(tape.gradient(unit, x)[0]), axis=2).numpy()
    seen = slope > slope.max() / 2
    rows, columns = np.nonzero(seen)
    return int(rows.min()), int(rows.max()), int(columns.min()), int(columns.max())
