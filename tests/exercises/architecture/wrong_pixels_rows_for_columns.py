# loses: test_pixels_seen
# kind: another axis
# ruff: noqa
"""The columns are those of the rows."""


# %% pixels_seen [pytorch]
def pixels_seen(model, image_shape, row, column):
    height, width, channels = image_shape
    x = torch.zeros(1, channels, height, width, requires_grad=True)
    model(x)[0, 0, row, column].backward()
    seen = x.grad[0].abs().sum(dim=0).numpy() > 0
    rows, columns = np.nonzero(seen)
    return int(rows.min()), int(rows.max()), int(rows.min()), int(rows.max())


# %% pixels_seen [tensorflow]
def pixels_seen(model, image_shape, row, column):
    height, width, channels = image_shape
    x = tf.zeros((1, height, width, channels))
    with tf.GradientTape() as tape:
        tape.watch(x)
        unit = model(x)[0, row, column, 0]
    seen = tf.reduce_sum(tf.abs(tape.gradient(unit, x)[0]), axis=2).numpy() > 0
    rows, columns = np.nonzero(seen)
    return int(rows.min()), int(rows.max()), int(rows.min()), int(rows.max())
