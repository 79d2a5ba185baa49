"""The training images as an epoch shows them to a TensorFlow model, to be looked at."""

import numpy as np
import tensorflow as tf

from cnncourse.batches import epoch_batches
from cnncourse.checks import checked_split
from cnncourse.data.images import Split
from cnncourse.recipe import Recipe
from cnncourse.tensorflow.augment import augment
from cnncourse.tensorflow.evaluation import to_inputs
from cnncourse.tensorflow.feed import Feed, parts_of
from cnncourse.tensorflow.losses import distributions


def augmented(
    recipe: Recipe, split: Split, num_classes: int, epoch: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Return images and targets as the training of an epoch changes them, in the split's order.

    Parameters
    ----------
    recipe : Recipe
        Its `augmentation` and `fill` count here, the `seed` of their draws, and `batch_size` and
        `accumulate`, which say what is mixed with what.
    split : Split
        Of a data set's training images, or a few images to look at.
    num_classes : int
    epoch : int
        Counted from 0.

    Returns
    -------
    images : ndarray of float32, shape (num_examples, height, width, channels)
        Pixels in [0, 1].
    targets : ndarray of float32, shape (num_examples, num_classes)
        Distributions over the classes.

    Raises
    ------
    DataError
        If the images or labels are not what they should be.

    Examples
    --------
    >>> from cnncourse import HorizontalFlip
    >>> split = Split(np.arange(8, dtype=np.uint8).reshape(4, 1, 2, 1), np.array([0, 0, 1, 1]))
    >>> recipe = Recipe(augmentation=(HorizontalFlip(),), batch_size=4)
    >>> images, targets = augmented(recipe, split, num_classes=2)
    >>> np.rint(255 * images[0]).ravel().tolist(), targets[0].tolist()
    ([1.0, 0.0], [1.0, 0.0])
    """
    split = checked_split(split, num_classes)
    count, *shape = split.images.shape
    images = np.empty((count, *shape), np.float32)
    targets = np.empty((count, num_classes), np.float32)
    batches = epoch_batches(recipe, count, tuple(shape), epoch)
    for batch, *inputs in Feed(split, "cpu", "float32").steps(batches):
        places = np.array_split(batch.indices, recipe.accumulate)
        parts = parts_of(tuple(map(tf.constant, inputs)), recipe.accumulate)
        for where, (pixels, labels, *drawn) in zip(places, parts, strict=True):
            given = distributions(labels, num_classes, tf.float32)
            changed = augment(to_inputs(pixels, "float32"), given, drawn, recipe)
            images[where], targets[where] = (part.numpy() for part in changed)
    return images, targets
