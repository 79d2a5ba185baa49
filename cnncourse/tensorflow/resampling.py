"""Moving the pixels of a whole batch in TensorFlow, one affine map an image."""

import tensorflow as tf


def resample(images: tf.Tensor, affine: tf.Tensor, fill: str) -> tf.Tensor:
    """Read every output pixel at its affine source, bilinearly.

    Parameters
    ----------
    images : Tensor of shape (batch, height, width, channels)
    affine : Tensor of shape (batch, 2, 3)
        See `cnncourse.batches.Batch`.
    fill : str
        What lies outside: the "nearest" pixel; the image mirrored at the outer edges of its
        outermost pixels, which so stand there twice ("reflect": c b a | a b c); or black pixels
        ("constant"), into which the outermost ones fade over the width of a pixel.

    Returns
    -------
    Tensor of the shape of `images`

    Examples
    --------
    >>> shift_left = tf.constant([[[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]])
    >>> row = tf.constant([[[[0.1], [0.2], [0.3]]]])
    >>> resample(row, shift_left, "nearest").numpy().ravel()
    array([0.2, 0.3, 0.3], dtype=float32)
    """
    height, width, channels = images.shape[1:]
    y, x = tf.meshgrid(
        tf.range(height, dtype=affine.dtype), tf.range(width, dtype=affine.dtype), indexing="ij"
    )
    pixels = tf.stack(
        [tf.reshape(x, [-1]), tf.reshape(y, [-1]), tf.ones([height * width], x.dtype)]
    )
    source = affine @ pixels
    return tf.reshape(
        FILLS[fill](images, source[:, 0], source[:, 1]), [-1, height, width, channels]
    )


def _nearest(images: tf.Tensor, x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """Read places of shape (batch, num_places); they have (batch, num_places, channels) pixels."""
    height, width, channels = images.shape[1:]
    x, y = tf.clip_by_value(x, 0, width - 1), tf.clip_by_value(y, 0, height - 1)
    left, top = tf.floor(x), tf.floor(y)
    share_x, share_y = (x - left)[..., None], (y - top)[..., None]
    left, top = tf.cast(left, tf.int32), tf.cast(top, tf.int32)
    to_right = tf.cast(left < width - 1, tf.int32)
    to_bottom = tf.cast(top < height - 1, tf.int32) * width

    # One gather over all images at once is faster than one with a batch dimension.
    flat = tf.reshape(images, [-1, channels])
    first = tf.range(tf.shape(images)[0])[:, None] * (height * width) + top * width + left

    def read(row: tf.Tensor) -> tf.Tensor:
        return tf.gather(flat, row) * (1 - share_x) + tf.gather(flat, row + to_right) * share_x

    return read(first) * (1 - share_y) + read(first + to_bottom) * share_y


def _reflect(images: tf.Tensor, x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    height, width = images.shape[1:3]
    return _nearest(images, _folded(x, width), _folded(y, height))


def _folded(place: tf.Tensor, size: int) -> tf.Tensor:
    """The place within the image that a mirror at its edges, -0.5 and size - 0.5, shows."""
    from_edge = tf.math.floormod(place + 0.5, 2 * size)
    return tf.minimum(from_edge, 2 * size - from_edge) - 0.5


def _constant(images: tf.Tensor, x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    # With a black border the nearest pixel is black wherever it has to be.
    return _nearest(tf.pad(images, [[0, 0], [1, 1], [1, 1], [0, 0]]), x + 1, y + 1)


FILLS = {"nearest": _nearest, "reflect": _reflect, "constant": _constant}
"""What reads pixels for each `fill`."""
