# loses: test_pixels_seen
# kind: state shared
# ruff: noqa
"""One image for all calls: gradients of earlier calls stay."""


# %% pixels_seen [pytorch]
_images = {}


def pixels_seen(model, image_shape, row, column):
    height, width, channels = image_shape
    if image_shape not in _images:
        _images[image_shape] = torch.zeros(1, channels, height, width, requires_grad=True)
    x = _images[image_shape]
    model(x)[0, 0, row, column].backward()
    rows, columns = np.nonzero(x.grad[0].abs().sum(dim=0).numpy())
    return int(rows.min()), int(rows.max()), int(columns.min()), int(columns.max())


# %% pixels_seen [tensorflow]
_seen = {}


def pixels_seen(model, image_shape, row, column):
    x = tf.zeros((1, *image_shape))
    with tf.GradientTape() as tape:
        tape.watch(x)
        unit = model(x)[0, row, column, 0]
    slope = tf.reduce_sum(tf.abs(tape.gradient(unit, x)[0]), axis=2).numpy()
    _seen[image_shape] = _seen.get(image_shape, 0) + slope
    rows, columns = np.nonzero(_seen[image_shape])
    return int(rows.min()), int(rows.max()), int(columns.min()), int(columns.max())
