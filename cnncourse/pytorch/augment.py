"""Augmentation of a whole batch in PyTorch, from draws made in `cnncourse.batches`."""

import torch
from torch.nn import functional

from cnncourse.augmentation import Augmentation


def augment(
    images: torch.Tensor,
    affine: torch.Tensor,
    brightness: torch.Tensor,
    augmentation: Augmentation,
) -> torch.Tensor:
    """Change each image of a batch as drawn.

    Parameters
    ----------
    images : Tensor of shape (batch, channels, height, width)
        Pixels in [0, 1].
    affine : Tensor of shape (batch, 2, 3)
    brightness : Tensor of shape (batch,)
        See `cnncourse.batches.Batch` for both.
    augmentation : Augmentation
        Decides which of the two is applied.

    Returns
    -------
    Tensor of the shape of `images`

    Examples
    --------
    >>> shift_left = torch.tensor([[[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]])
    >>> row = torch.tensor([[[[0.1, 0.2, 0.3]]]])
    >>> augment(row, shift_left, torch.ones(1), Augmentation(width_shift=0.5))
    tensor([[[[0.2000, 0.3000, 0.3000]]]])
    """
    if augmentation.moves_pixels:
        images = _resample(images, affine)
    if augmentation.brightness:
        images = (images * brightness[:, None, None, None]).clamp(0, 1)
    return images


def _resample(images: torch.Tensor, affine: torch.Tensor) -> torch.Tensor:
    """Read every output pixel at its affine source, bilinearly, nearest pixel outside."""
    height, width = images.shape[2:]
    y, x = torch.meshgrid(
        torch.arange(height, dtype=affine.dtype, device=affine.device),
        torch.arange(width, dtype=affine.dtype, device=affine.device),
        indexing="ij",
    )
    pixels = torch.stack([x.flatten(), y.flatten(), torch.ones_like(x).flatten()])
    source = (affine @ pixels).unflatten(2, (height, width))
    # grid_sample counts from -1 at the left edge to 1 at the right edge of the image.
    grid = torch.stack([(2 * source[:, 0] + 1) / width, (2 * source[:, 1] + 1) / height], 3) - 1
    return functional.grid_sample(
        images, grid, mode="bilinear", padding_mode="border", align_corners=False
    )
