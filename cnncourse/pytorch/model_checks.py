"""What a PyTorch model has to be before the first step: one line for what is wrong."""

import torch
from torch import nn

from cnncourse.checks import check_outputs
from cnncourse.errors import require
from cnncourse.pytorch.weights import check_weights
from cnncourse.recipe import Recipe


def check_model(model: nn.Module, images: torch.Tensor, recipe: Recipe, num_outputs: int) -> None:
    """Check what a model makes of some images, and that it can be trained.

    Parameters
    ----------
    model : nn.Module
    images : Tensor of shape (batch, channels, height, width)
        In the layout, in the dtype and on the device of the model.
    recipe : Recipe
    num_outputs : int
        Logits wanted for each image.

    Raises
    ------
    RecipeError
        If the outputs are not logits of that number, or a weight cannot be trained.
    """
    check_weights(model)
    with torch.no_grad():
        outputs = model(images)
    if isinstance(outputs, torch.Tensor):
        outputs = outputs.float().cpu().numpy()
    check_outputs(outputs, len(images), num_outputs)


def check_norms(model: nn.Module, images: torch.Tensor, smallest: int) -> None:
    """Check that every batch norm has more than one value per channel to normalize.

    Parameters
    ----------
    model : nn.Module
    images : Tensor of shape (batch, channels, height, width)
    smallest : int
        Images in the smallest batch, or part of one, that the model sees at once.

    Raises
    ------
    RecipeError
        If a batch norm that is in training mode gets maps of 1x1 from a single image.
    """
    if smallest > 1:
        return
    norms = [module for module in model.modules() if _normalizes_batches(module)]
    seen = {}
    hooks = [
        norm.register_forward_pre_hook(lambda norm, inputs: seen.update({norm: inputs[0]}))
        for norm in norms
    ]
    was_training = {module: module.training for module in model.modules()}
    model.eval()
    with torch.no_grad():
        model(images)
    for hook in hooks:
        hook.remove()
    for module, training in was_training.items():
        module.training = training
    for inputs in seen.values():
        require(
            inputs[0, 0].numel() > 1,
            "A batch norm gets maps of 1x1 from a batch of one image, which it makes all 0: choose "
            "a batch_size that leaves no batch of one.",
        )


def _normalizes_batches(module: nn.Module) -> bool:
    return isinstance(module, nn.modules.batchnorm._BatchNorm) and module.training
