"""Augmentation of a whole batch in TensorFlow, from draws made in `cnncourse.batches`."""

import tensorflow as tf

from cnncourse.augmentation import Augmentation


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
    to_right = tf.cast(left < width - 1, tf.int32)
    to_bottom = tf.cast(top < height - 1, tf.int32) * width

    # One gather over all images at once is faster than one with a batch dimension.
    flat = tf.reshape(images, [-1, channels])
    first = tf.range(tf.shape(images)[0])[:, None] * (height * width) + top * width + left

    def read(row: tf.Tensor) -> tf.Tensor:
        return tf.gather(flat, row) * (1 - share_x) + tf.gather(flat, row + to_right) * share_x

    upper, lower = read(first), read(first + to_bottom)
    return tf.reshape(upper * (1 - share_y) + lower * share_y, tf.shape(images))
