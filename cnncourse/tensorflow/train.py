"""Training and evaluation in TensorFlow: the step that the loop repeats."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise

import keras
import tensorflow as tf

from cnncourse import loop
from cnncourse.architectures import starts_with_whitening
from cnncourse.checks import checked
from cnncourse.data.images import ImageData
from cnncourse.history import History, Run
from cnncourse.losses import for_training
from cnncourse.recipe import Recipe
from cnncourse.roles import is_kernel
from cnncourse.tensorflow.augment import augment
from cnncourse.tensorflow.averaging import WeightAverage
from cnncourse.tensorflow.devices import choose_device, choose_precision, computing_in, prepare
from cnncourse.tensorflow.evaluation import evaluate, to_inputs
from cnncourse.tensorflow.feed import Feed
from cnncourse.tensorflow.losses import correct, distributions, per_example_loss
from cnncourse.tensorflow.model_checks import check_model, check_norms
from cnncourse.tensorflow.models import build_model
from cnncourse.tensorflow.optimizers import make_optimizer, prepare_step
from cnncourse.tensorflow.parallel import join
from cnncourse.tensorflow.rules import start_from, weights_held
from cnncourse.tensorflow.updates import change_gradients, global_norm
from cnncourse.tensorflow.weights import roles, trained, whiten
from cnncourse.updates import average_decay, rate_groups


def fit(
    recipe: Recipe,
    images: ImageData,
    *,
    start: keras.Model | None = None,
    device: str = "auto",
    devices: int = 1,
    progress: bool = True,
    stop_after: int | None = None,
) -> Run:
    """Build the recipe's model and train it.

    Parameters
    ----------
    recipe : Recipe
    images : ImageData
    start : keras.Model, optional
        A trained model to start from: the layers take its weights, except for a last layer with
        another number of outputs.
    device : str
        "auto" (a GPU if there is one, else the CPU), "cpu" or "gpu".
    devices : int
        How many to share each batch among; batch norm and dropout then see the shares, not the
        batch.
    progress : bool
        Whether to show a progress bar.
    stop_after : int, optional
        End after so many steps.

    Returns
    -------
    Run
        The trained `keras.Model` and the `History` of its training. Ctrl-C ends the training early;
        `history.stopped` says so.

    Raises
    ------
    RecipeError, DataError
        If the recipe does not fit the images, or they are not what images should be.
    DivergedError
        If the loss stops being finite.

    Examples
    --------
    >>> from cnncourse import Shallow, data
    >>> recipe = Recipe(model=Shallow(width=4), num_epochs=1)
    >>> run = fit(recipe, data.load("digits"), progress=False)
    >>> len(run.history.val_loss)
    1
    """
    images = checked(images, recipe, devices)
    place = choose_device(device)
    with join(devices, place).scope(), tf.device(place):
        model = build_model(recipe, images.image_shape, images.num_classes)
        if starts_with_whitening(recipe.model, images.image_shape):
            whiten(model, images.train.images)
        if start is not None:
            start_from(model, start)
    settings = {"device": device, "devices": devices, "progress": progress}
    return Run(model, train(model, images, recipe, **settings, stop_after=stop_after))


def train(
    model: keras.Model,
    images: ImageData,
    recipe: Recipe,
    *,
    device: str = "auto",
    devices: int = 1,
    progress: bool = True,
    after_step: Callable[[], None] | None = None,
    stop_after: int | None = None,
) -> History:
    """Train a model in place; see `fit` for the parameters and errors.

    The model maps images in [0, 1] of shape (batch, height, width, channels) to logits; of the
    recipe, `model` and `initialization` are not used. `after_step` is called after each step, to
    watch the model on its way.
    """
    images = checked(images, recipe, devices)
    trainer = Trainer(model, images, recipe, device, devices)
    with weights_held(model, recipe.weights), trainer.computing():
        trainer.start()
        return loop.run(
            trainer,
            recipe,
            images,
            progress=progress,
            after_step=after_step,
            stop_after=stop_after,
        )


class Trainer:
    """What `cnncourse.loop` asks of TensorFlow: a step, an evaluation and a copy of the weights.

    Parameters
    ----------
    model, images, recipe, device, devices
        As for `train`.
    """

    def __init__(
        self, model: keras.Model, images: ImageData, recipe: Recipe, device: str, devices: int
    ):
        self.model, self.recipe, self.images = model, recipe, images
        self.place = choose_device(device)
        self.group = join(devices, self.place)
        self.title = f"TensorFlow on {self.place}"
        self.precision = choose_precision(recipe.precision, self.place)
        self.dtype = recipe.weights_dtype
        self.num_outputs = recipe.num_outputs(images.num_classes)
        self.loss = for_training(recipe.loss, images.train.labels, images.num_classes)
        few = to_inputs(images.train.images[:2], self.dtype)
        with self.group.scope(), tf.device(self.place):
            self.few = prepare(model, few, self.place)
            check_model(model, self.few, recipe, self.num_outputs)
        self.num_examples = len(images.train.labels)

    @contextmanager
    def computing(self) -> Iterator[None]:
        """Within it the model computes on its device, in the recipe's precision."""
        device, precision = self.group.device(self.place), self.precision
        with device, computing_in(self.model, precision, self.place):
            yield

    def start(self) -> None:
        """Make what depends on which weights are trained: optimizers, average and feed."""
        self.weights = trained(self.model, self.num_outputs)
        parts = self.recipe.accumulate * self.group.size
        groups = rate_groups(self.recipe.weights, roles(self.model), self.weights)
        check_norms(self.model, self.few, self.recipe.smallest_batch(self.num_examples) // parts)
        with self.group.scope(), tf.device(self.place):
            self.optimizers = [
                (factor, weights, make_optimizer(self.recipe.optimizer, self.model, weights))
                for factor, weights in groups
            ]
        self.average = WeightAverage(self.model, average_decay(self.recipe.weights))
        self.feed = Feed(self.images.train, self.place, self.dtype)
        self.compiled_step = None

    def step(self, lr: float, step: int, batch, *inputs) -> tuple:
        """Train on one batch; return its loss, how many are right, and the gradient's norm."""
        if self.compiled_step is None:
            of_inputs = (tf.TensorSpec([None, *of.shape[1:]], of.dtype) for of in inputs)
            signature = [tf.TensorSpec([], self.dtype), *of_inputs]
            jit = self.recipe.compile
            self.compiled_step = self.group.compiled(self._step, signature, jit=jit)
        for factor, _, optimizer in self.optimizers:
            prepare_step(optimizer, self.recipe.optimizer, factor * lr, step)
        results = self.compiled_step(*self.group.spread(batch.size, *inputs))
        self.average.update()
        return results

    def _step(self, size, *inputs) -> tuple[tf.Tensor, ...]:
        parts = [self._gradients(size, *part) for part in _parts(inputs, self.recipe.accumulate)]
        losses, numbers_correct, gradients = zip(*parts, strict=True)
        used = [
            (weight, tf.add_n(of_weight))
            for weight, *of_weight in zip(self.weights, *gradients, strict=True)
            if of_weight[0] is not None
        ]
        gradients = self.group.total([gradient for _, gradient in used])
        grad_norm = global_norm(gradients)
        values, kernels = [w.value for w, _ in used], [is_kernel(w) for w, _ in used]
        gradients = change_gradients(self.recipe.gradients, gradients, values, kernels)
        pairs = list(zip(self.group.before_apply(gradients), values, strict=True))
        for _, weights, optimizer in self.optimizers:
            own = {id(weight.value) for weight in weights}
            optimizer.apply(*zip(*(pair for pair in pairs if id(pair[1]) in own), strict=True))
        return sum(losses), sum(numbers_correct), grad_norm

    def _gradients(self, size, pixels, labels, *changes) -> tuple:
        """Return loss, number of right ones and gradients of some images' share of a batch."""
        targets = distributions(labels, self.num_outputs, self.dtype)
        inputs, targets = augment(to_inputs(pixels, self.dtype), targets, changes, self.recipe)
        values = [weight.value for weight in self.weights]
        with tf.GradientTape() as tape:
            logits = tf.cast(self.model(inputs, training=True), self.dtype)
            loss = tf.reduce_sum(per_example_loss(self.loss, logits, targets)) / size
        gradients = tape.gradient(loss, values)
        return loss, tf.reduce_sum(correct(logits, targets)), gradients

    def batches(self, batches) -> Iterator[tuple]:
        """Yield each batch with what its step needs, on the device."""
        return self.feed.steps(batches)

    def evaluate(self) -> tuple[float, float]:
        """Return the validation loss and accuracy of the weights as they are."""
        return evaluate(self.model, self.images.val, self.recipe)

    def fetch(self, results: list[tuple]) -> list[tuple]:
        """Turn triples of scalars on the device into floats, with one wait for all of them."""
        columns = (tf.stack(values).numpy().tolist() for values in zip(*results, strict=True))
        return list(zip(*columns, strict=True))

    def swap_average(self) -> None:
        """Exchange the weights and their moving average, where there is one."""
        self.average.swap()

    def copy_weights(self) -> list[tf.Tensor]:
        """Return a copy of the weights and statistics, on the device."""
        return [tf.identity(variable.value) for variable in self.model.variables]

    def restore_weights(self, copy: list[tf.Tensor]) -> None:
        """Load such a copy."""
        for variable, value in zip(self.model.variables, copy, strict=True):
            variable.assign(value)


def _parts(tensors: tuple, count: int) -> list:
    """Divide tensors along their first axes as `numpy.array_split` does."""
    if count == 1:
        return [tensors]
    size = tf.shape(tensors[0])[0]
    ends = [part * (size // count) + tf.minimum(part, size % count) for part in range(count + 1)]
    return [[tensor[start:end] for tensor in tensors] for start, end in pairwise(ends)]
