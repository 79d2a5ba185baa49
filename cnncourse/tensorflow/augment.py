"""Augmentation of a whole batch in TensorFlow, from draws made in `cnncourse.batches`."""

from collections.abc import Sequence

import tensorflow as tf

from cnncourse.errors import built
from cnncourse.recipe import Recipe
from cnncourse.tensorflow.resampling import resample
from cnncourse.transforms import (
    LEVEL_OFFSET,
    STEP_SIZE,
    Brightness,
    ChannelShift,
    Contrast,
    CutMix,
    Cutout,
    Mixup,
    RandAugment,
    moves_pixels,
)


def augment(
    images: tf.Tensor, targets: tf.Tensor, changes: Sequence[tf.Tensor], recipe: Recipe
) -> tuple[tf.Tensor, tf.Tensor]:
    """Change each image of a batch, and with some transforms its target, as drawn.

    Parameters
    ----------
    images : Tensor of shape (batch, height, width, channels)
        Pixels in [0, 1].
    targets : Tensor
        Of shape (batch, num_outputs), each row a distribution over the classes (or the probability
        of class 1, where there is one output), if `transforms.mixes_targets` of the recipe's
        transforms; else as they come, such as labels of shape (batch,).
    changes : sequence of Tensor
        `cnncourse.batches.Batch.changes`, in the dtype of the images.
    recipe : Recipe
        Its `augmentation` and `fill` count here.

    Returns
    -------
    images, targets : Tensor
        Of the shapes that came in.

    Raises
    ------
    RecipeError
        If there is no function for a transform.

    Examples
    --------
    >>> from cnncourse import Shift
    >>> recipe = Recipe(augmentation=(Brightness(0.9), Shift()), fill="constant")
    >>> shift_left = tf.constant([[[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]])
    >>> row, factor = tf.constant([[[[0.1], [0.2], [0.3]]]]), tf.constant([[0.5]])
    >>> images, labels = augment(row, tf.constant([4]), [shift_left, factor], recipe)
    >>> images.numpy().ravel()
    array([0.1 , 0.15, 0.  ], dtype=float32)
    """
    others = [option for option in recipe.augmentation if not moves_pixels(option)]
    if len(others) < len(recipe.augmentation):
        affine, *changes = changes
        images = resample(images, affine, recipe.fill)
    for option, params in zip(others, changes, strict=True):
        change = built(CHANGES, option)
        images, targets = change(option, images, targets, params, recipe.fill)
    return images, targets


def brightness(option, images, targets, params, fill):
    """Multiply by a factor; `params` has shape (batch, 1)."""
    return _brighter(images, params[:, 0]), targets


def contrast(option, images, targets, params, fill):
    """Scale the distance to the mean by a factor; `params` has shape (batch, 1)."""
    return _apart(images, params[:, 0]), targets


def channel_shift(option, images, targets, params, fill):
    """Add a value to each channel; `params` has shape (batch, channels)."""
    return tf.clip_by_value(images + params[:, None, None, :], 0, 1), targets


def cutout(option, images, targets, params, fill):
    """Black out a box (top, left, bottom, right); `params` has shape (batch, 4)."""
    return tf.where(_inside(images, params), tf.zeros([], images.dtype), images), targets


def mixup(option, images, targets, params, fill):
    """Blend with the partner; `params` has shape (batch, 1): the share of the image itself."""
    share = params[:, :, None, None]
    images = share * images + (1 - share) * tf.reverse(images, [0])
    return images, _blended(targets, params)


def cutmix(option, images, targets, params, fill):
    """Take a box from the partner; `params` has shape (batch, 5): box and share of the target."""
    images = tf.where(_inside(images, params[:, :4]), tf.reverse(images, [0]), images)
    return images, _blended(targets, params[:, 4:])


def rand_augment(option, images, targets, params, fill):
    """Apply some operations; `params` has shape (batch, num * 10), see `transforms.STEP_SIZE`."""
    for step in tf.unstack(tf.reshape(params, [-1, option.num, STEP_SIZE]), axis=1):
        images = resample(images, tf.reshape(step[:, :6], [-1, 2, 3]), fill)
        images = _brighter(images, step[:, 6])
        images = _apart(images, step[:, 7])
        merged, threshold = tf.unstack(step[:, 8:, None, None, None], axis=1)
        coarse = tf.floor((images * 255 + LEVEL_OFFSET) / merged) * merged / 255
        images = tf.where(merged > 1, coarse, images)
        images = tf.where(images < threshold, images, 1 - images)
    return images, targets


def _brighter(images: tf.Tensor, factor: tf.Tensor) -> tf.Tensor:
    return tf.clip_by_value(images * factor[:, None, None, None], 0, 1)


def _apart(images: tf.Tensor, factor: tf.Tensor) -> tf.Tensor:
    means, factor = tf.reduce_mean(images, (1, 2, 3), keepdims=True), factor[:, None, None, None]
    return tf.clip_by_value(images * factor + means * (1 - factor), 0, 1)


def _blended(targets: tf.Tensor, share: tf.Tensor) -> tf.Tensor:
    return share * targets + (1 - share) * tf.reverse(targets, [0])


def _inside(images: tf.Tensor, boxes: tf.Tensor) -> tf.Tensor:
    """Mark the pixels within boxes (top, left, bottom, right): shape (batch, height, width, 1)."""
    height, width = images.shape[1:3]
    top, left, bottom, right = tf.unstack(boxes[:, :, None], num=4, axis=1)
    y, x = tf.range(height, dtype=boxes.dtype), tf.range(width, dtype=boxes.dtype)
    rows, columns = (y >= top) & (y < bottom), (x >= left) & (x < right)
    return (rows[:, :, None] & columns[:, None, :])[..., None]


CHANGES = {
    Brightness: brightness,
    Contrast: contrast,
    ChannelShift: channel_shift,
    Cutout: cutout,
    Mixup: mixup,
    CutMix: cutmix,
    RandAugment: rand_augment,
}
"""What applies each transform that does not move pixels, on (option, images, targets, its draws
`params`, the recipe's `fill`): it returns images and targets."""
