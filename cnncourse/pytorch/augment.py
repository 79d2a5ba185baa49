"""Augmentation of a whole batch in PyTorch, from draws made in `cnncourse.batches`."""

from collections.abc import Sequence

import torch

from cnncourse.errors import built
from cnncourse.pytorch.resampling import resample
from cnncourse.recipe import Recipe
from cnncourse.transforms import (
    LEVEL_OFFSET,
    STEP_SIZE,
    Brightness,
    ChannelShift,
    Contrast,
    CutMix,
    Cutout,
    Mixup,
    RandAugment,
    moves_pixels,
)


def augment(
    images: torch.Tensor, targets: torch.Tensor, changes: Sequence[torch.Tensor], recipe: Recipe
) -> tuple[torch.Tensor, torch.Tensor]:
    """Change each image of a batch, and with some transforms its target, as drawn.

    Parameters
    ----------
    images : Tensor of shape (batch, channels, height, width)
        Pixels in [0, 1].
    targets : Tensor
        Of shape (batch, num_outputs), each row a distribution over the classes (or the probability
        of class 1, where there is one output), if `transforms.mixes_targets` of the recipe's
        transforms; else as they come, such as labels of shape (batch,).
    changes : sequence of Tensor
        `cnncourse.batches.Batch.changes`, in the dtype of the images.
    recipe : Recipe
        Its `augmentation` and `fill` count here.

    Returns
    -------
    images, targets : Tensor
        Of the shapes that came in.

    Raises
    ------
    RecipeError
        If there is no function for a transform.

    Examples
    --------
    >>> from cnncourse import Shift
    >>> recipe = Recipe(augmentation=(Brightness(0.9), Shift()), fill="constant")
    >>> shift_left = torch.tensor([[[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]])
    >>> row, factor = torch.tensor([[[[0.1, 0.2, 0.3]]]]), torch.tensor([[0.5]])
    >>> images, labels = augment(row, torch.tensor([4]), [shift_left, factor], recipe)
    >>> images.ravel()
    tensor([0.1000, 0.1500, 0.0000])
    """
    others = [option for option in recipe.augmentation if not moves_pixels(option)]
    if len(others) < len(recipe.augmentation):
        affine, *changes = changes
        images = resample(images, affine, recipe.fill)
    for option, params in zip(others, changes, strict=True):
        change = built(CHANGES, option)
        images, targets = change(option, images, targets, params, recipe.fill)
    return images, targets


def brightness(option, images, targets, params, fill):
    """Multiply by a factor; `params` has shape (batch, 1)."""
    return _brighter(images, params[:, 0]), targets


def contrast(option, images, targets, params, fill):
    """Scale the distance to the mean by a factor; `params` has shape (batch, 1)."""
    return _apart(images, params[:, 0]), targets


def channel_shift(option, images, targets, params, fill):
    """Add a value to each channel; `params` has shape (batch, channels)."""
    return (images + params[:, :, None, None]).clamp(0, 1), targets


def cutout(option, images, targets, params, fill):
    """Black out a box (top, left, bottom, right); `params` has shape (batch, 4)."""
    return images.masked_fill(_inside(images, params), 0), targets


def mixup(option, images, targets, params, fill):
    """Blend with the partner; `params` has shape (batch, 1): the share of the image itself."""
    share = params[:, :, None, None]
    images = share * images + (1 - share) * images.flip(0)
    return images, _blended(targets, params)


def cutmix(option, images, targets, params, fill):
    """Take a box from the partner; `params` has shape (batch, 5): box and share of the target."""
    images = torch.where(_inside(images, params[:, :4]), images.flip(0), images)
    return images, _blended(targets, params[:, 4:])


def rand_augment(option, images, targets, params, fill):
    """Apply some operations; `params` has shape (batch, num * 10), see `transforms.STEP_SIZE`."""
    for step in params.unflatten(1, (option.num, STEP_SIZE)).unbind(1):
        images = resample(images, step[:, :6].unflatten(1, (2, 3)), fill)
        images = _brighter(images, step[:, 6])
        images = _apart(images, step[:, 7])
        merged, threshold = step[:, 8:, None, None, None].unbind(1)
        coarse = ((images * 255 + LEVEL_OFFSET) / merged).floor() * merged / 255
        images = torch.where(merged > 1, coarse, images)
        images = torch.where(images < threshold, images, 1 - images)
    return images, targets


def _brighter(images: torch.Tensor, factor: torch.Tensor) -> torch.Tensor:
    return (images * factor[:, None, None, None]).clamp(0, 1)


def _apart(images: torch.Tensor, factor: torch.Tensor) -> torch.Tensor:
    means, factor = images.mean((1, 2, 3), keepdim=True), factor[:, None, None, None]
    return (images * factor + means * (1 - factor)).clamp(0, 1)


def _blended(targets: torch.Tensor, share: torch.Tensor) -> torch.Tensor:
    return share * targets + (1 - share) * targets.flip(0)


def _inside(images: torch.Tensor, boxes: torch.Tensor) -> torch.Tensor:
    """Mark the pixels within boxes (top, left, bottom, right): shape (batch, 1, height, width)."""
    height, width = images.shape[2:]
    top, left, bottom, right = boxes[:, :, None].unbind(1)
    y = torch.arange(height, dtype=boxes.dtype, device=boxes.device)
    x = torch.arange(width, dtype=boxes.dtype, device=boxes.device)
    rows, columns = (y >= top) & (y < bottom), (x >= left) & (x < right)
    return (rows[:, :, None] & columns[:, None, :])[:, None]


CHANGES = {
    Brightness: brightness,
    Contrast: contrast,
    ChannelShift: channel_shift,
    Cutout: cutout,
    Mixup: mixup,
    CutMix: cutmix,
    RandAugment: rand_augment,
}
"""What applies each transform that does not move pixels, on (option, images, targets, its draws
`params`, the recipe's `fill`): it returns images and targets."""
