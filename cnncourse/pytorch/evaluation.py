"""Evaluation in PyTorch: the logits of a model, its loss and its accuracy."""

import numpy as np
import torch
from torch import nn

from cnncourse.batches import evaluation_batch
from cnncourse.checks import check_given, checked_split, images_to_predict
from cnncourse.data.images import Split
from cnncourse.losses import for_evaluation
from cnncourse.pytorch.devices import choose_precision, computing_in, in_mode, layout_of, taking
from cnncourse.pytorch.losses import correct, distributions, per_example_loss
from cnncourse.recipe import Recipe


def evaluate(model: nn.Module, split: Split, recipe: Recipe) -> tuple[float, float]:
    """Return the mean loss (without penalties) and the accuracy over a split.

    Raises
    ------
    RecipeError, DataError
        If the split is not one that could be trained on, or the model does not take its images.
    """
    check_given(split, recipe)
    place = next(model.parameters()).device
    with computing_in(model, choose_precision(recipe.precision, place), place):
        logits = torch.from_numpy(predict(model, split.images, flips=recipe.test_flips))
    num_outputs = logits.shape[1]
    labels = torch.from_numpy(checked_split(split, max(2, num_outputs)).labels)
    targets = distributions(labels, num_outputs, logits.dtype)
    loss = per_example_loss(for_evaluation(recipe.loss), logits, targets).mean()
    return loss.item(), correct(logits, targets).double().mean().item()


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

    Raises
    ------
    RecipeError, DataError
        If there are no images, they are of another form, or the model does not take them.
    """
    images = images_to_predict(images)
    parameter, layout = next(model.parameters()), layout_of(model)
    size = evaluation_batch(images.shape[1:])
    logits = []
    with in_mode(model, training=False), torch.no_grad(), taking(images.shape):
        for start in range(0, len(images), size):
            # A copy, as a memory map may be read-only, or a view of one reversed.
            part = np.ascontiguousarray(images[start : start + size])
            pixels = torch.tensor(part, device=parameter.device)
            inputs = to_inputs(pixels, parameter.dtype).contiguous(memory_format=layout)
            outputs = model(inputs)
            if flips:
                outputs = (outputs + model(inputs.flip(3))) / 2
            logits.append(outputs.to(parameter.dtype))
    return torch.cat(logits).cpu().numpy()


def to_inputs(pixels: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    """Turn pixels into a model's inputs: (batch, channels, height, width), from 0 to 1."""
    # One operation: an integer divided by a number of this precision comes out in it.
    return pixels.permute(0, 3, 1, 2) / torch.tensor(255, dtype=dtype)
