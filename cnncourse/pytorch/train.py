"""Training and evaluation in PyTorch."""

import time
import warnings
from collections.abc import Callable

import numpy as np
import torch
from torch import nn
from tqdm import tqdm

from cnncourse.batches import Batch, epoch_batches
from cnncourse.data.images import ImageData, Split
from cnncourse.errors import require, unknown_name
from cnncourse.history import History, Recorder, Run
from cnncourse.pytorch.augment import augment
from cnncourse.pytorch.losses import correct, per_example_loss
from cnncourse.pytorch.models import build_model
from cnncourse.pytorch.optimizers import clip_gradients, make_optimizer, penalty, prepare_step
from cnncourse.recipe import Recipe

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
    recipe.check(images)
    model = build_model(recipe, images.image_shape, images.num_classes)
    return Run(model, train(model, images, recipe, device=device, progress=progress))


def train(
    model: nn.Module,
    images: ImageData,
    recipe: Recipe,
    *,
    device: str = "auto",
    progress: bool = True,
    after_step: Callable[[], None] | None = None,
) -> History:
    """Train a model in place; see `fit` for the parameters and errors.

    The model maps images in [0, 1] of shape (batch, channels, height, width) to logits; of the
    recipe, `model`, `batch_norm`, `dropout` and `width` are not used. `after_step` is called after
    each step, to watch the model on its way.
    """
    recipe.check(images)
    place = choose_device(device)
    dtype = getattr(torch, recipe.precision)
    model.to(place, dtype)
    pixels, labels = _to_device(images.train, place)
    optimizer = make_optimizer(recipe.optimizer, model)
    parameters = list(model.parameters())

    def train_step(batch: Batch) -> tuple[torch.Tensor, ...]:
        indices, affine, brightness = (torch.from_numpy(a).to(place) for a in batch)
        inputs = pixels[indices].to(dtype) / 255
        inputs = augment(inputs, affine.to(dtype), brightness.to(dtype), recipe.augmentation)
        targets = labels[indices]
        optimizer.zero_grad()
        logits = model(inputs)
        loss = per_example_loss(recipe.loss, logits, targets).mean()
        (loss + penalty(model, recipe)).backward()
        grad_norm = clip_gradients(parameters, recipe)
        optimizer.step()
        return loss.detach(), correct(logits, targets).sum(), grad_norm

    recorder = Recorder(_fetch)
    steps_per_epoch = recipe.steps_per_epoch(len(labels))
    total = recipe.num_epochs * steps_per_epoch
    with tqdm(total=total, desc=f"PyTorch on {place}", disable=not progress) as bar:
        for epoch in range(recipe.num_epochs):
            start = time.perf_counter()
            model.train()
            for batch in epoch_batches(recipe, len(labels), images.image_shape, epoch):
                step = len(recorder.history.lr)
                lr = recipe.lr(step, steps_per_epoch)
                prepare_step(optimizer, recipe.optimizer, lr, step)
                results = train_step(batch)
                recorder.step(*results, lr=lr, size=len(batch.indices))
                bar.update()
                if after_step is not None:
                    after_step()
            val_loss, val_accuracy = evaluate(model, images.val, recipe)
            recorder.epoch(val_loss, val_accuracy, time.perf_counter() - start)
            bar.set_postfix(train=recorder.history.train_loss[-1], val=val_loss)
    return recorder.history


def evaluate(model: nn.Module, split: Split, recipe: Recipe) -> tuple[float, float]:
    """Return the mean loss (without penalties) and the accuracy over a split."""
    logits = torch.from_numpy(predict(model, split.images))
    labels = torch.from_numpy(split.labels)
    loss = per_example_loss(recipe.loss, logits, labels).mean()
    return loss.item(), correct(logits, labels).double().mean().item()


def predict(model: nn.Module, images: np.ndarray) -> np.ndarray:
    """Compute the logits of images in evaluation mode.

    Parameters
    ----------
    model : nn.Module
    images : ndarray of uint8, shape (num_examples, height, width, channels)

    Returns
    -------
    ndarray of the model's precision, shape (num_examples, num_outputs)
    """
    parameter = next(model.parameters())
    pixels = torch.from_numpy(images).permute(0, 3, 1, 2)
    was_training = model.training
    model.eval()
    with torch.no_grad():
        logits = [
            model(chunk.to(parameter.device).to(parameter.dtype) / 255).cpu()
            for chunk in pixels.split(EVALUATION_BATCH)
        ]
    model.train(was_training)
    return torch.cat(logits).numpy()


def choose_device(device: str) -> torch.device:
    """Return the device for "auto", "cpu" or "gpu"; without a GPU, say so and take the CPU."""
    require(device in DEVICES, unknown_name("device", device, DEVICES))
    if device != "cpu":
        for kind, backend in (("cuda", torch.cuda), ("mps", torch.backends.mps)):
            if backend.is_available():
                return torch.device(kind)
        if device != "auto":
            warnings.warn("PyTorch sees no GPU: training on the CPU.", stacklevel=3)
    return torch.device("cpu")


def _to_device(split: Split, place: torch.device) -> tuple[torch.Tensor, torch.Tensor]:
    pixels = torch.from_numpy(split.images).permute(0, 3, 1, 2)
    return pixels.to(place), torch.from_numpy(split.labels).to(place)


def _fetch(results: list[tuple]) -> list[list[float]]:
    if not results:
        return []
    return torch.stack([torch.stack([v.double() for v in step]) for step in results]).tolist()
