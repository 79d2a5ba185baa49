"""Evaluation in TensorFlow: the logits of a model, its loss and its accuracy."""

import keras
import numpy as np
import tensorflow as tf

from cnncourse.batches import evaluation_batch
from cnncourse.checks import check_given, checked_split, images_to_predict
from cnncourse.data.images import Split
from cnncourse.losses import for_evaluation
from cnncourse.recipe import Recipe
from cnncourse.tensorflow.devices import choose_precision, computing_in, taking
from cnncourse.tensorflow.losses import correct, distributions, per_example_loss


def evaluate(model: keras.Model, split: Split, recipe: Recipe) -> tuple[float, float]:
    """Return the mean loss (without penalties) and the accuracy over a split.

    Raises
    ------
    RecipeError, DataError
        If the split is not one that could be trained on, or the model does not take its images.
    """
    check_given(split, recipe)
    place = "gpu" if "GPU" in model.variables[0].value.device else "cpu"
    with computing_in(model, choose_precision(recipe.precision, place), place):
        logits = tf.constant(predict(model, split.images, flips=recipe.test_flips))
    num_outputs = logits.shape[1]
    labels = tf.constant(checked_split(split, max(2, num_outputs)).labels)
    targets = distributions(labels, num_outputs, logits.dtype)
    loss = tf.reduce_mean(per_example_loss(for_evaluation(recipe.loss), logits, targets))
    return float(loss), float(tf.reduce_mean(tf.cast(correct(logits, targets), tf.float64)))


def predict(model: keras.Model, images: np.ndarray, *, flips: bool = False) -> np.ndarray:
    """Compute the logits of images in evaluation mode.

    Parameters
    ----------
    model : keras.Model
    images : ndarray of uint8, shape (num_examples, height, width, channels)
    flips : bool
        Whether to take the mean of the logits of each image and of its mirror image.

    Returns
    -------
    ndarray of the model's precision, shape (num_examples, num_outputs)

    Raises
    ------
    RecipeError, DataError
        If there are no images, they are of another form, or the model does not take them.
    """
    images = images_to_predict(images)
    weight = model.weights[0]
    size = evaluation_batch(images.shape[1:])
    logits = []
    with tf.device(weight.value.device), taking(images.shape):
        for start in range(0, len(images), size):
            inputs = to_inputs(images[start : start + size], weight.dtype)
            outputs = model(inputs, training=False)
            if flips:
                outputs = (outputs + model(tf.reverse(inputs, [2]), training=False)) / 2
            logits.append(tf.cast(outputs, weight.dtype))
    return np.concatenate([part.numpy() for part in logits])


def to_inputs(pixels, dtype: str) -> tf.Tensor:
    """Turn pixels into a model's inputs: (batch, height, width, channels), from 0 to 1."""
    return tf.cast(pixels, dtype) / 255
