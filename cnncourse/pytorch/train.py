"""Training and evaluation in PyTorch: the step that the loop repeats."""

from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch import nn

from cnncourse import loop
from cnncourse.batches import Batch
from cnncourse.checks import checked
from cnncourse.data.images import ImageData
from cnncourse.history import History
from cnncourse.losses import for_training
from cnncourse.model_checks import fewest_shown
from cnncourse.pytorch.augment import augment
from cnncourse.pytorch.averaging import WeightAverage
from cnncourse.pytorch.devices import (
    choose_device,
    choose_precision,
    compiled,
    computing_in,
    in_mode,
    layout_of,
    prepare,
)
from cnncourse.pytorch.evaluation import evaluate, to_inputs
from cnncourse.pytorch.feed import Feed, parts_of
from cnncourse.pytorch.losses import correct, distributions, per_example_loss
from cnncourse.pytorch.model_checks import check_model, check_norms
from cnncourse.pytorch.optimizers import make_optimizer, prepare_step
from cnncourse.pytorch.parallel import join
from cnncourse.pytorch.rules import weights_held
from cnncourse.pytorch.strided import pixels_left_out
from cnncourse.pytorch.updates import change_gradients, global_norm
from cnncourse.pytorch.watching import look
from cnncourse.pytorch.weights import roles, trained
from cnncourse.recipe import Recipe
from cnncourse.roles import is_kernel
from cnncourse.updates import average_decay, rate_groups
from cnncourse.watch import Watch


def train(
    model: nn.Module,
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

    The model maps images in [0, 1] of shape (batch, channels, height, width) to logits; of the
    recipe, `model` and `initialization` are not used. `after_step` is called after each step, to
    watch the model on its way.
    """
    images = checked(images, recipe, devices)
    trainer = Trainer(model, images, recipe, device, devices)
    with (
        in_mode(model, training=True),
        weights_held(model, recipe.weights),
        pixels_left_out(model),
    ):
        trainer.start(watch)
        return loop.run(
            trainer,
            recipe,
            images,
            progress=progress and trainer.group.rank == 0,
            after_step=after_step,
            stop_after=stop_after,
            watch=watch,
        )


class Trainer:
    """What `cnncourse.loop` asks of PyTorch: a step, an evaluation and a copy of the weights.

    Parameters
    ----------
    model, images, recipe, device, devices
        As for `train`.
    """

    def __init__(
        self, model: nn.Module, images: ImageData, recipe: Recipe, device: str, devices: int
    ):
        self.model, self.recipe, self.images = model, recipe, images
        self.place = choose_device(device)
        self.group = join(devices, self.place)
        self.title = f"PyTorch on {self.place}"
        self.precision = choose_precision(recipe.precision, self.place)
        self.dtype = getattr(torch, recipe.weights_dtype)
        self.num_outputs = recipe.num_outputs(images.num_classes)
        self.loss = for_training(recipe.loss, images.train.labels, images.num_classes)
        few = to_inputs(torch.tensor(np.ascontiguousarray(images.train.images[:2])), self.dtype)
        self.few = prepare(model, few, self.place)
        with in_mode(model, training=False):
            check_model(model, self.few, recipe, self.num_outputs)
        self.layout = layout_of(model)
        self.num_examples = len(images.train.labels)

    def start(self, watch: Watch | None) -> None:
        """Make what depends on which weights are trained: optimizers, average and feed."""
        self.forward = self.group.wrap(self.model)
        if self.recipe.compile:
            self.forward = compiled(self.forward, self.place)
        self.weights = trained(self.model, self.num_outputs)
        parts = self.recipe.accumulate * self.group.size
        groups = rate_groups(self.recipe.weights, roles(self.model), self.weights)
        smallest = self.recipe.smallest_batch(self.num_examples) // parts
        check_norms(self.model, self.few, *fewest_shown(smallest, self.num_examples, watch))
        self.optimizers = [
            (factor, make_optimizer(self.recipe.optimizer, self.model, weights))
            for factor, weights in groups
        ]
        self.average = WeightAverage(self.model, average_decay(self.recipe.weights))
        self.feed = Feed(self.images.train, self.place, self.recipe.weights_dtype)

    def step(self, lr: float, step: int, batch, *inputs: torch.Tensor) -> tuple:
        """Train on one batch; return its loss, how many are right, and the gradient's norm."""
        for _, optimizer in self.optimizers:
            optimizer.zero_grad()
        loss, num_correct = 0.0, 0.0
        for part in parts_of(inputs, self.recipe.accumulate):
            loss_of_part, correct_of_part = self._backward(batch.size, *part)
            loss, num_correct = loss + loss_of_part, num_correct + correct_of_part
        used = [weight for weight in self.weights if weight.value.grad is not None]
        gradients = [weight.value.grad for weight in used]
        grad_norm = global_norm(gradients)
        if self.recipe.gradients:
            values = [weight.value.detach() for weight in used]
            change_gradients(self.recipe.gradients, gradients, values, [*map(is_kernel, used)])
        for factor, optimizer in self.optimizers:
            prepare_step(optimizer, self.recipe.optimizer, factor * lr, step)
            optimizer.step()
        self.average.update()
        return *self.group.total(loss, num_correct), grad_norm

    def _backward(self, size: int, pixels, labels, *changes) -> tuple[torch.Tensor, torch.Tensor]:
        """Add the gradients of some images' share of the batch's mean loss to those there are."""
        targets = distributions(labels, self.num_outputs, self.dtype)
        inputs, targets = augment(to_inputs(pixels, self.dtype), targets, changes, self.recipe)
        with computing_in(self.model, self.precision, self.place):
            logits = self.forward(inputs.contiguous(memory_format=self.layout))
        logits = logits.to(self.dtype)
        loss = per_example_loss(self.loss, logits, targets).sum() / size
        # The gradients of the devices are averaged, where their losses add up.
        (loss * self.group.size).backward()
        return loss.detach(), correct(logits.detach(), targets).sum()

    def batches(self, batches) -> Iterator[tuple]:
        """Yield this process's share of each batch, on the device."""
        return self.feed.steps(batch.share(self.group.rank, self.group.size) for batch in batches)

    def evaluate(self) -> tuple[float, float]:
        """Return the validation loss and accuracy of the weights as they are."""
        return evaluate(self.model, self.images.val, self.recipe)

    def fetch(self, results: list[tuple]) -> list[tuple]:
        """Turn triples of scalars on the device into floats, with one wait for all of them."""
        if not results:
            return []
        columns = (torch.stack(values).tolist() for values in zip(*results, strict=True))
        return list(zip(*columns, strict=True))

    def look(self, batch: Batch) -> dict[str, list]:
        """Return what is seen of the layers where a batch is shown, and change nothing by it."""
        [(_, pixels, labels)] = self.feed.steps([batch])
        inputs = to_inputs(pixels, self.dtype).contiguous(memory_format=self.layout)
        targets = distributions(labels, self.num_outputs, self.dtype)
        kept = self.copy_weights()
        try:
            with computing_in(self.model, self.precision, self.place):
                return look(self.model, inputs, lambda logits: self._mean_loss(logits, targets))
        finally:
            self.restore_weights(kept)

    def _mean_loss(self, logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        return per_example_loss(self.loss, logits.to(self.dtype), targets).mean()

    def swap_average(self) -> None:
        """Exchange the weights and their moving average, where there is one."""
        self.average.swap()

    def copy_weights(self) -> dict[str, torch.Tensor]:
        """Return a copy of the weights and statistics, on the device."""
        return {name: tensor.clone() for name, tensor in self.model.state_dict().items()}

    def restore_weights(self, copy: dict[str, torch.Tensor]) -> None:
        """Load such a copy."""
        self.model.load_state_dict(copy)
