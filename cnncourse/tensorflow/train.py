"""Training and evaluation in TensorFlow."""

import time
import warnings
from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf
from tqdm import tqdm

from cnncourse.batches import epoch_batches
from cnncourse.data.images import ImageData, Split
from cnncourse.errors import require, unknown_name
from cnncourse.history import History, Recorder, Run
from cnncourse.recipe import Recipe
from cnncourse.tensorflow.augment import augment
from cnncourse.tensorflow.losses import correct, per_example_loss
from cnncourse.tensorflow.models import build_model
from cnncourse.tensorflow.optimizers import clip_gradients, make_optimizer, penalty, prepare_step

DEVICES = ("auto", "cpu", "gpu")
EVALUATION_BATCH = 512


def fit(recipe: Recipe, images: ImageData, *, device: str = "auto", progress: bool = True) -> Run:
    """Build the recipe's model and train it.

    Parameters
    ----------
    recipe : Recipe
    images : ImageData
    device : str
        "auto" (a GPU if there is one, else the CPU), "cpu" or "gpu".
    progress : bool
        Whether to show a progress bar.

    Returns
    -------
    Run
        The trained `keras.Model` and the `History` of its training.

    Raises
    ------
    RecipeError
        If the recipe does not fit the images.
    DivergedError
        If the loss stops being finite.

    Examples
    --------
    >>> from cnncourse import data
    >>> recipe = Recipe(model="shallow3x3", width=4, num_epochs=1)
    >>> run = fit(recipe, data.load("digits"), progress=False)
    >>> len(run.history.val_loss)
    1
    """
    recipe.check(images)
    with tf.device(choose_device(device)):
        model = build_model(recipe, images.image_shape, images.num_classes)
    return Run(model, train(model, images, recipe, device=device, progress=progress))


def train(
    model: keras.Model,
    images: ImageData,
    recipe: Recipe,
    *,
    device: str = "auto",
    progress: bool = True,
    after_step: Callable[[], None] | None = None,
) -> History:
    """Train a model in place; see `fit` for the parameters and errors.

    The model maps images in [0, 1] of shape (batch, height, width, channels) to logits; of the
    recipe, `model`, `batch_norm`, `dropout` and `width` are not used. `after_step` is called after
    each step, to watch the model on its way.
    """
    recipe.check(images)
    place = choose_device(device)
    dtype = recipe.precision
    with tf.device(place):
        pixels, labels = tf.constant(images.train.images), tf.constant(images.train.labels)
        model(_scale(pixels[:1], dtype))  # creates the variables of a model not built yet
        optimizer = make_optimizer(recipe.optimizer, model)

    @tf.function(
        input_signature=[
            tf.TensorSpec([None], tf.int64),
            tf.TensorSpec([None, 2, 3], dtype),
            tf.TensorSpec([None], dtype),
        ]
    )
    def train_step(indices, affine, brightness):
        inputs = _scale(tf.gather(pixels, indices), dtype)
        inputs = augment(inputs, affine, brightness, recipe.augmentation)
        targets = tf.gather(labels, indices)
        with tf.GradientTape() as tape:
            logits = model(inputs, training=True)
            loss = tf.reduce_mean(per_example_loss(recipe.loss, logits, targets))
            objective = loss + penalty(model, recipe)
        gradients = tape.gradient(objective, model.trainable_variables)
        gradients, grad_norm = clip_gradients(gradients, recipe)
        optimizer.apply(gradients, model.trainable_variables)
        num_correct = tf.reduce_sum(tf.cast(correct(logits, targets), tf.int64))
        return loss, num_correct, grad_norm

    recorder = Recorder(_fetch)
    steps_per_epoch = recipe.steps_per_epoch(len(labels))
    total = recipe.num_epochs * steps_per_epoch
    with tqdm(total=total, desc=f"TensorFlow on {place}", disable=not progress) as bar:
        for epoch in range(recipe.num_epochs):
            start = time.perf_counter()
            for batch in epoch_batches(recipe, len(labels), images.image_shape, epoch):
                step = len(recorder.history.lr)
                lr = recipe.lr(step, steps_per_epoch)
                prepare_step(optimizer, recipe.optimizer, lr, step)
                results = train_step(
                    batch.indices, batch.affine.astype(dtype), batch.brightness.astype(dtype)
                )
                recorder.step(*results, lr=lr, size=len(batch.indices))
                bar.update()
                if after_step is not None:
                    after_step()
            val_loss, val_accuracy = evaluate(model, images.val, recipe)
            recorder.epoch(val_loss, val_accuracy, time.perf_counter() - start)
            bar.set_postfix(train=recorder.history.train_loss[-1], val=val_loss)
    return recorder.history


def evaluate(model: keras.Model, split: Split, recipe: Recipe) -> tuple[float, float]:
    """Return the mean loss (without penalties) and the accuracy over a split."""
    logits = tf.constant(predict(model, split.images))
    labels = tf.constant(split.labels)
    loss = tf.reduce_mean(per_example_loss(recipe.loss, logits, labels))
    return float(loss), float(tf.reduce_mean(tf.cast(correct(logits, labels), tf.float64)))


def predict(model: keras.Model, images: np.ndarray) -> np.ndarray:
    """Compute the logits of images in evaluation mode.

    Parameters
    ----------
    model : keras.Model
    images : ndarray of uint8, shape (num_examples, height, width, channels)

    Returns
    -------
    ndarray of the model's precision, shape (num_examples, num_outputs)
    """
    dtype = model.trainable_variables[0].dtype
    chunks = range(0, len(images), EVALUATION_BATCH)
    logits = [
        model(_scale(images[i : i + EVALUATION_BATCH], dtype), training=False).numpy()
        for i in chunks
    ]
    return np.concatenate(logits)


def choose_device(device: str) -> str:
    """Return the device for "auto", "cpu" or "gpu"; without a GPU, say so and take the CPU."""
    require(device in DEVICES, unknown_name("device", device, DEVICES))
    if device != "cpu":
        if tf.config.list_physical_devices("GPU"):
            return "gpu"
        if device != "auto":
            warnings.warn("TensorFlow sees no GPU: training on the CPU.", stacklevel=3)
    return "cpu"


def _scale(pixels, dtype: str) -> tf.Tensor:
    return tf.cast(pixels, dtype) / 255


def _fetch(results: list[tuple]) -> list[tuple[float, ...]]:
    return [tuple(float(value) for value in step) for step in results]
