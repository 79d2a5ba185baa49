"""Augmentation of a whole batch in TensorFlow, from draws made in `cnncourse.batches`."""

import tensorflow as tf

from cnncourse.options import Augmentation


def augment(
    images: tf.Tensor,
    affine: tf.Tensor,
    brightness: tf.Tensor,
    augmentation: Augmentation,
) -> tf.Tensor:
    """Change each image of a batch as drawn.

    Parameters
    ----------
    images : Tensor of shape (batch, height, width, channels)
        Pixels in [0, 1].
    affine : Tensor of shape (batch, 2, 3)
    brightness : Tensor of shape (batch,)
        See `cnncourse.batches.Batch` for both.
    augmentation : Augmentation
        Decides which of the two is applied.

    Returns
    -------
    Tensor of the shape of `images`

    Examples
    --------
    >>> shift_left = tf.constant([[[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]])
    >>> row = tf.constant([[[[0.1], [0.2], [0.3]]]])
    >>> augment(row, shift_left, tf.ones(1), Augmentation(width_shift=0.5)).numpy().ravel()
    array([0.2, 0.3, 0.3], dtype=float32)
    """
    if augmentation.moves_pixels:
        images = _resample(images, affine)
    if augmentation.brightness:
        images = tf.clip_by_value(images * brightness[:, None, None, None], 0, 1)
    return images


def _resample(images: tf.Tensor, affine: tf.Tensor) -> tf.Tensor:
    """Read every output pixel at its affine source, bilinearly, nearest pixel outside."""
    height, width, channels = images.shape[1:]
    y, x = tf.meshgrid(
        tf.range(height, dtype=affine.dtype), tf.range(width, dtype=affine.dtype), indexing="ij"
    )
    pixels = tf.stack(
        [tf.reshape(x, [-1]), tf.reshape(y, [-1]), tf.ones([height * width], x.dtype)]
    )
    source = affine @ pixels
    source_x = tf.clip_by_value(source[:, 0], 0, width - 1)
    source_y = tf.clip_by_value(source[:, 1], 0, height - 1)
    left, top = tf.floor(source_x), tf.floor(source_y)
    share_x, share_y = (source_x - left)[..., None], (source_y - top)[..., None]
    left, top = tf.cast(left, tf.int32), tf.cast(top, tf.int32)
    right, bottom = tf.minimum(left + 1, width - 1), tf.minimum(top + 1, height - 1)

    flat = tf.reshape(images, [-1, height * width, channels])

    def read(rows: tf.Tensor, columns: tf.Tensor) -> tf.Tensor:
        return tf.gather(flat, rows * width + columns, axis=1, batch_dims=1)

    upper = read(top, left) * (1 - share_x) + read(top, right) * share_x
    lower = read(bottom, left) * (1 - share_x) + read(bottom, right) * share_x
    return tf.reshape(upper * (1 - share_y) + lower * share_y, tf.shape(images))
