"""Moving the pixels of a whole batch in PyTorch, one affine map an image."""

import torch
from torch.nn import functional

PADDING = {"nearest": "border", "reflect": "reflection", "constant": "zeros"}
"""What PyTorch calls each `fill`."""


def resample(images: torch.Tensor, affine: torch.Tensor, fill: str) -> torch.Tensor:
    """Read every output pixel at its affine source, bilinearly.

    Parameters
    ----------
    images : Tensor of shape (batch, channels, height, width)
    affine : Tensor of shape (batch, 2, 3)
        See `cnncourse.batches.Batch`.
    fill : str
        What lies outside: the "nearest" pixel; the image mirrored at the outer edges of its
        outermost pixels, which so stand there twice ("reflect": c b a | a b c); or black pixels
        ("constant"), into which the outermost ones fade over the width of a pixel.

    Returns
    -------
    Tensor of the shape of `images`

    Examples
    --------
    >>> shift_left = torch.tensor([[[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]])
    >>> row = torch.tensor([[[[0.1, 0.2, 0.3]]]])
    >>> resample(row, shift_left, "nearest")
    tensor([[[[0.2000, 0.3000, 0.3000]]]])
    """
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
        images, grid, mode="bilinear", padding_mode=PADDING[fill], align_corners=False
    )
