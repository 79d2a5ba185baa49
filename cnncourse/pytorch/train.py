"""Training and evaluation in PyTorch."""

import time
from collections.abc import Callable

import numpy as np
import torch
from torch import nn
from tqdm import tqdm

from cnncourse.batches import epoch_batches, evaluation_batch
from cnncourse.data.images import ImageData, Split
from cnncourse.history import History, Recorder, Run
from cnncourse.pytorch.augment import augment
from cnncourse.pytorch.averaging import WeightAverage
from cnncourse.pytorch.devices import (
    choose_device,
    choose_precision,
    compiled,
    computing_in,
    layout_of,
    prepare,
)
from cnncourse.pytorch.feed import Feed
from cnncourse.pytorch.losses import correct, per_example_loss
from cnncourse.pytorch.models import build_model
from cnncourse.pytorch.optimizers import clip_gradients, make_optimizer, penalty, prepare_step
from cnncourse.pytorch.parallel import join
from cnncourse.pytorch.weights import whiten
from cnncourse.recipe import Recipe


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
        How many to share each batch among, one for each process that `torchrun` has started.
        Batch norm and dropout then see the shares, not the batch.
    progress : bool
        Whether to show a progress bar.

    Returns
    -------
    Run
        The trained `nn.Module` and the `History` of its training.

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
    model = build_model(recipe, images.image_shape, images.num_classes)
    if recipe.whitening:
        whiten(model, images.train.images)
    settings = {"device": device, "devices": devices, "progress": progress}
    return Run(model, train(model, images, recipe, **settings))


def train(
    model: nn.Module,
    images: ImageData,
    recipe: Recipe,
    *,
    device: str = "auto",
    devices: int = 1,
    progress: bool = True,
    after_step: Callable[[], None] | None = None,
) -> History:
    """Train a model in place; see `fit` for the parameters and errors.

    The model maps images in [0, 1] of shape (batch, channels, height, width) to logits; of the
    recipe, `model`, `batch_norm`, `dropout`, `width` and `whitening` are not used. `after_step` is
    called after each step, to watch the model on its way.
    """
    recipe.check(images, devices)
    place = choose_device(device)
    group = join(devices, place)
    precision = choose_precision(recipe.precision, place)
    dtype = getattr(torch, recipe.weights_dtype)
    prepare(model, _to_inputs(torch.tensor(images.train.images[:1]), dtype), place)
    layout, parameters = layout_of(model), list(model.parameters())
    forward = group.wrap(model)
    if recipe.compile:
        forward = compiled(forward, place)
    optimizer = make_optimizer(recipe.optimizer, model)

    def train_step(size, pixels, labels, affine, brightness) -> tuple[torch.Tensor, ...]:
        inputs = augment(_to_inputs(pixels, dtype), affine, brightness, recipe.augmentation)
        optimizer.zero_grad()
        with computing_in(model, precision, place):
            logits = forward(inputs.contiguous(memory_format=layout))
        logits = logits.to(dtype)
        loss = per_example_loss(recipe.loss, logits, labels).sum() / size
        # The gradients of the devices are averaged, where their losses add up.
        (loss * group.size + penalty(model, recipe)).backward()
        grad_norm = clip_gradients(parameters, recipe)
        optimizer.step()
        return *group.total(loss.detach(), correct(logits, labels).sum()), grad_norm

    average = WeightAverage(model, recipe.ema)
    recorder = Recorder(_fetch)
    feed = Feed(images.train, place, recipe.weights_dtype)
    num_examples = len(images.train.labels)
    steps_per_epoch = recipe.steps_per_epoch(num_examples)
    total = recipe.num_epochs * steps_per_epoch
    show = progress and group.rank == 0
    with tqdm(total=total, desc=f"PyTorch on {place}", disable=not show) as bar:
        for epoch in range(recipe.num_epochs):
            start = time.perf_counter()
            model.train()
            batches = epoch_batches(recipe, num_examples, images.image_shape, epoch)
            shares = (batch.share(group.rank, group.size) for batch in batches)
            for batch, *inputs in feed.steps(shares):
                step = len(recorder.history.lr)
                lr = recipe.lr(step, steps_per_epoch)
                prepare_step(optimizer, recipe.optimizer, lr, step)
                results = train_step(batch.size, *inputs)
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


def evaluate(model: nn.Module, split: Split, recipe: Recipe) -> tuple[float, float]:
    """Return the mean loss (without penalties) and the accuracy over a split."""
    place = next(model.parameters()).device
    with computing_in(model, choose_precision(recipe.precision, place), place):
        logits = torch.from_numpy(predict(model, split.images, flips=recipe.test_flips))
    labels = torch.from_numpy(split.labels)
    loss = per_example_loss(recipe.loss, logits, labels).mean()
    return loss.item(), correct(logits, labels).double().mean().item()


def predict(model: nn.Module, images: np.ndarray, *, flips: bool = False) -> np.ndarray:
    """Compute the logits of images in evaluation mode.

    Parameters
    ----------
    model : nn.Module
    images : ndarray of uint8, shape (num_examples, height, width, channels)
    flips : bool
        Whether to take the mean of the logits of each image and of its mirror image.

    Returns
    -------
    ndarray of the model's precision, shape (num_examples, num_outputs)
    """
    parameter, layout = next(model.parameters()), layout_of(model)
    size = evaluation_batch(images.shape[1:])
    was_training = model.training
    model.eval()
    logits = []
    with torch.no_grad():
        for start in range(0, len(images), size):
            # A copy, as a memory map may be read-only.
            pixels = torch.tensor(images[start : start + size], device=parameter.device)
            inputs = _to_inputs(pixels, parameter.dtype).contiguous(memory_format=layout)
            outputs = model(inputs)
            if flips:
                outputs = (outputs + model(inputs.flip(3))) / 2
            logits.append(outputs.to(parameter.dtype))
    model.train(was_training)
    return torch.cat(logits).cpu().numpy()


def _to_inputs(pixels: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    # One operation: an integer divided by a number of this precision comes out in it.
    return pixels.permute(0, 3, 1, 2) / torch.tensor(255, dtype=dtype)


def _fetch(results: list[tuple]) -> list[tuple]:
    if not results:
        return []
    columns = (torch.stack(values).tolist() for values in zip(*results, strict=True))
    return list(zip(*columns, strict=True))
