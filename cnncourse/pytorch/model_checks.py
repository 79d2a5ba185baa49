"""What a PyTorch model has to be before the first step: one line for what is wrong."""

import torch
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm

from cnncourse.model_checks import check_batch_norm, check_group_norm, check_outputs
from cnncourse.pytorch.devices import in_mode
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


def check_norms(model: nn.Module, images: torch.Tensor, smallest: int, remedy: str) -> None:
    """Check that every norm has more than one value to normalize.

    Parameters
    ----------
    model : nn.Module
    images : Tensor of shape (batch, channels, height, width)
    smallest : int
        Fewest images that the model is shown at once.
    remedy : str
        How they become more.

    Raises
    ------
    RecipeError
        If a batch norm that is in training mode gets maps of 1x1 from a single image, or a group
        norm groups of one value.
    """
    modules = [*model.modules()]
    batch_norms = [m for m in modules if isinstance(m, _BatchNorm) and m.training and smallest == 1]
    group_norms = [m for m in modules if isinstance(m, nn.GroupNorm)]
    if not batch_norms + group_norms:
        return
    per_channel, per_group = [], []

    def of_batch(norm: _BatchNorm, inputs: tuple) -> None:
        per_channel.append(inputs[0][0, 0].numel())

    def of_group(norm: nn.GroupNorm, inputs: tuple) -> None:
        per_group.append(inputs[0][0].numel() // norm.num_groups)

    hooks = [norm.register_forward_pre_hook(of_batch) for norm in batch_norms]
    hooks += [norm.register_forward_pre_hook(of_group) for norm in group_norms]
    try:
        with in_mode(model, training=False), torch.no_grad():
            model(images)
    finally:
        for hook in hooks:
            hook.remove()
    for num_values in per_channel:
        check_batch_norm(num_values, remedy)
    for num_values in per_group:
        check_group_norm(num_values)
