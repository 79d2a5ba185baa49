"""Training and evaluation in TensorFlow: the step that the loop repeats."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import keras
import tensorflow as tf

from cnncourse import loop
from cnncourse.batches import Batch
from cnncourse.checks import checked
from cnncourse.data.images import ImageData
from cnncourse.history import History
from cnncourse.losses import for_training
from cnncourse.model_checks import fewest_shown
from cnncourse.recipe import Recipe
from cnncourse.roles import is_kernel
from cnncourse.tensorflow.augment import augment
from cnncourse.tensorflow.averaging import WeightAverage
from cnncourse.tensorflow.devices import choose_device, choose_precision, computing_in, prepare
from cnncourse.tensorflow.evaluation import evaluate, to_inputs
from cnncourse.tensorflow.feed import Feed, parts_of
from cnncourse.tensorflow.losses import correct, distributions, per_example_loss
from cnncourse.tensorflow.model_checks import check_model, check_norms
from cnncourse.tensorflow.optimizers import make_optimizer, prepare_step
from cnncourse.tensorflow.parallel import join
from cnncourse.tensorflow.rules import weights_held
from cnncourse.tensorflow.strided import pixels_left_out
from cnncourse.tensorflow.updates import change_gradients, global_norm
from cnncourse.tensorflow.watching import look
from cnncourse.tensorflow.weights import roles, trained
from cnncourse.updates import average_decay, rate_groups
from cnncourse.watch import Watch


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
    watch: Watch | None = None,
) -> History:
    """Train a model in place; see `fit` for the parameters and errors.

    The model maps images in [0, 1] of shape (batch, height, width, channels) to logits; of the
    recipe, `model` and `initialization` are not used. `after_step` is called after each step, to
    watch the model on its way.
    """
    images = checked(images, recipe, devices)
    trainer = Trainer(model, images, recipe, device, devices)
    with (
        weights_held(model, recipe.weights),
        pixels_left_out(model),
        trainer.computing(),
    ):
        trainer.start(watch)
        return loop.run(
            trainer,
            recipe,
            images,
            progress=progress,
            after_step=after_step,
            stop_after=stop_after,
            watch=watch,
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
        with self.group.building(self.place):
            self.few = prepare(model, few, self.place)
            check_model(model, self.few, recipe, self.num_outputs)
        self.num_examples = len(images.train.labels)

    @contextmanager
    def computing(self) -> Iterator[None]:
        """Within it the model computes on its device, in the recipe's precision."""
        device, precision = self.group.device(self.place), self.precision
        with device, computing_in(self.model, precision, self.place):
            yield

    def start(self, watch: Watch | None) -> None:
        """Make what depends on which weights are trained: optimizers, average and feed."""
        self.weights = trained(self.model, self.num_outputs)
        parts = self.recipe.accumulate * self.group.size
        groups = rate_groups(self.recipe.weights, roles(self.model), self.weights)
        smallest = self.recipe.smallest_batch(self.num_examples) // parts
        check_norms(self.model, self.few, *fewest_shown(smallest, self.num_examples, watch))
        with self.group.building(self.place):
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
        parts = [self._gradients(size, *part) for part in parts_of(inputs, self.recipe.accumulate)]
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

    def look(self, batch: Batch) -> dict[str, list]:
        """Return what is seen of the layers where a batch is shown, and change nothing by it."""
        [(_, pixels, labels)] = self.feed.steps([batch])
        targets = distributions(labels, self.num_outputs, self.dtype)
        kept = self.copy_weights()
        try:
            inputs = to_inputs(pixels, self.dtype)
            return look(self.model, inputs, lambda logits: self._mean_loss(logits, targets))
        finally:
            self.restore_weights(kept)

    def _mean_loss(self, logits: tf.Tensor, targets: tf.Tensor) -> tf.Tensor:
        return tf.reduce_mean(per_example_loss(self.loss, tf.cast(logits, self.dtype), targets))

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
