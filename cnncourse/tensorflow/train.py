"""Training and evaluation in TensorFlow."""

import time
from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf
from tqdm import tqdm

from cnncourse.batches import epoch_batches, evaluation_batch
from cnncourse.data.images import ImageData, Split
from cnncourse.history import History, Recorder, Run
from cnncourse.recipe import Recipe
from cnncourse.tensorflow.augment import augment
from cnncourse.tensorflow.averaging import WeightAverage
from cnncourse.tensorflow.devices import choose_device, choose_precision, computing_in, prepare
from cnncourse.tensorflow.feed import Feed
from cnncourse.tensorflow.losses import correct, per_example_loss
from cnncourse.tensorflow.models import build_model
from cnncourse.tensorflow.optimizers import clip_gradients, make_optimizer, penalty, prepare_step
from cnncourse.tensorflow.parallel import join
from cnncourse.tensorflow.weights import whiten


def fit(
    recipe: Recipe,
    images: ImageData,
    *,
    device: str = "auto",
    devices: int = 1,
    progress: bool = True,
) -> Run:
    """Build the recipe's model and train it.

    Parameters
    ----------
    recipe : Recipe
    images : ImageData
    device : str
        "auto" (a GPU if there is one, else the CPU), "cpu" or "gpu".
    devices : int
        How many to share each batch among; batch norm and dropout then see the shares, not the
        batch.
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
    recipe.check(images, devices)
    place = choose_device(device)
    with join(devices, place).scope(), tf.device(place):
        model = build_model(recipe, images.image_shape, images.num_classes)
        if recipe.whitening:
            whiten(model, images.train.images)
    settings = {"device": device, "devices": devices, "progress": progress}
    return Run(model, train(model, images, recipe, **settings))


def train(
    model: keras.Model,
    images: ImageData,
    recipe: Recipe,
    *,
    device: str = "auto",
    devices: int = 1,
    progress: bool = True,
    after_step: Callable[[], None] | None = None,
) -> History:
    """Train a model in place; see `fit` for the parameters and errors.

    The model maps images in [0, 1] of shape (batch, height, width, channels) to logits; of the
    recipe, `model`, `batch_norm`, `dropout`, `width` and `whitening` are not used. `after_step` is
    called after each step, to watch the model on its way.
    """
    recipe.check(images, devices)
    place = choose_device(device)
    group = join(devices, place)
    precision = choose_precision(recipe.precision, place)
    dtype = recipe.weights_dtype
    with group.scope(), tf.device(place):
        prepare(model, _to_inputs(images.train.images[:1], dtype), place)
        optimizer = make_optimizer(recipe.optimizer, model)

    def train_step(size, pixels, labels, affine, brightness) -> tuple[tf.Tensor, ...]:
        inputs = augment(_to_inputs(pixels, dtype), affine, brightness, recipe.augmentation)
        with tf.GradientTape() as tape:
            logits = tf.cast(model(inputs, training=True), dtype)
            loss = tf.reduce_sum(per_example_loss(recipe.loss, logits, labels)) / size
            objective = loss + penalty(model, recipe) / group.size
        gradients = group.total(tape.gradient(objective, model.trainable_variables))
        gradients, grad_norm = clip_gradients(gradients, recipe)
        optimizer.apply(group.before_apply(gradients), model.trainable_variables)
        num_correct = tf.reduce_sum(tf.cast(correct(logits, labels), tf.int64))
        return loss, num_correct, grad_norm

    signature = [
        tf.TensorSpec([], dtype),
        tf.TensorSpec([None, *images.image_shape], tf.uint8),
        tf.TensorSpec([None], tf.int64),
        tf.TensorSpec([None, 2, 3], dtype),
        tf.TensorSpec([None], dtype),
    ]
    compiled_step = group.compiled(train_step, signature, jit=recipe.compile)
    average = WeightAverage(model, recipe.ema)
    recorder = Recorder(_fetch)
    feed = Feed(images.train, place, dtype)
    num_examples = len(images.train.labels)
    steps_per_epoch = recipe.steps_per_epoch(num_examples)
    total = recipe.num_epochs * steps_per_epoch
    with (
        group.device(place),
        computing_in(model, precision, place),
        tqdm(total=total, desc=f"TensorFlow on {place}", disable=not progress) as bar,
    ):
        for epoch in range(recipe.num_epochs):
            start = time.perf_counter()
            batches = epoch_batches(recipe, num_examples, images.image_shape, epoch)
            for batch, *inputs in feed.steps(batches):
                step = len(recorder.history.lr)
                lr = recipe.lr(step, steps_per_epoch)
                prepare_step(optimizer, recipe.optimizer, lr, step)
                results = compiled_step(*group.spread(batch.size, *inputs))
                average.update()
                recorder.step(*results, lr=lr, size=batch.size)
                bar.update()
                if after_step is not None:
                    after_step()
            average.swap()
            val_loss, val_accuracy = evaluate(model, images.val, recipe)
            average.swap()
            recorder.epoch(val_loss, val_accuracy, time.perf_counter() - start)
            bar.set_postfix(train=recorder.history.train_loss[-1], val=val_loss)
    average.swap()
    return recorder.history


def evaluate(model: keras.Model, split: Split, recipe: Recipe) -> tuple[float, float]:
    """Return the mean loss (without penalties) and the accuracy over a split."""
    place = "gpu" if "GPU" in model.trainable_variables[0].value.device else "cpu"
    with computing_in(model, choose_precision(recipe.precision, place), place):
        logits = tf.constant(predict(model, split.images, flips=recipe.test_flips))
    labels = tf.constant(split.labels)
    loss = tf.reduce_mean(per_example_loss(recipe.loss, logits, labels))
    return float(loss), float(tf.reduce_mean(tf.cast(correct(logits, labels), tf.float64)))


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
    """
    dtype = model.trainable_variables[0].dtype
    size = evaluation_batch(images.shape[1:])
    logits = []
    with tf.device(model.trainable_variables[0].value.device):
        for start in range(0, len(images), size):
            inputs = _to_inputs(images[start : start + size], dtype)
            outputs = model(inputs, training=False)
            if flips:
                outputs = (outputs + model(tf.reverse(inputs, [2]), training=False)) / 2
            logits.append(tf.cast(outputs, dtype))
    return np.concatenate([part.numpy() for part in logits])


def _to_inputs(pixels, dtype: str) -> tf.Tensor:
    return tf.cast(pixels, dtype) / 255


def _fetch(results: list[tuple]) -> list[tuple]:
    columns = (tf.stack(values).numpy().tolist() for values in zip(*results, strict=True))
    return list(zip(*columns, strict=True))
