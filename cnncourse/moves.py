"""The random moves of transforms that move pixels, and how they are put together into one."""

from typing import NamedTuple

import numpy as np

from cnncourse.transforms import (
    AlternatingFlip,
    HorizontalFlip,
    Rotation,
    Shear,
    Shift,
    VerticalFlip,
    Zoom,
)


class Part(NamedTuple):
    """The images to draw for.

    Attributes
    ----------
    num_images : int
    image_shape : tuple of int
        (height, width, channels).
    mirrored : ndarray of bool, shape (num_images,)
        Whose turn it is to be mirrored; for `AlternatingFlip`.
    """

    num_images: int
    image_shape: tuple[int, int, int]
    mirrored: np.ndarray


def compose(moves: list[np.ndarray], image_shape: tuple[int, int, int]) -> np.ndarray:
    """Put moves together into one, from pixel to pixel.

    Parameters
    ----------
    moves : list of ndarray, each of shape (num_images, 3, 3)
        In the order in which they act on an image. Each maps the (x, y, 1) of an output pixel to
        that of the input pixel to read, in pixels from the center of the image.
    image_shape : tuple of int
        (height, width, channels).

    Returns
    -------
    ndarray of float64, shape (num_images, 2, 3)
        The same for all moves together, in pixels from the center of the top-left pixel.
    """
    height, width, _ = image_shape
    total = moves[0]
    for later in moves[1:]:
        total = total @ later  # what the last move reads, the ones before it have put there
    center = np.array([(width - 1) / 2, (height - 1) / 2])
    linear = total[:, :2, :2]
    offset = center - linear @ center + total[:, :2, 2]
    return np.concatenate([linear, offset[:, :, None]], axis=2)


def move(num_images: int, **entries: np.ndarray) -> np.ndarray:
    """Identity moves, but for the entries given: `xy` for row x and column y, `x1` for a shift."""
    matrices = np.tile(np.eye(3), (num_images, 1, 1))
    for name, values in entries.items():
        matrices[:, "xy1".index(name[0]), "xy1".index(name[1])] = values
    return matrices


def signed(rng: np.random.Generator, limit: float, num_images: int, count: int = 1) -> np.ndarray:
    """Draw `count` numbers an image from [-limit, limit]."""
    return rng.uniform(-limit, limit, (num_images, count))


def turn(degrees: np.ndarray) -> np.ndarray:
    """Moves that turn images, counterclockwise where the angle is positive."""
    cos, sin = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    return move(len(degrees), xx=cos, xy=-sin, yx=sin, yy=cos)


def _rotation(option: Rotation, rng, part: Part) -> np.ndarray:
    return turn(signed(rng, option.degrees, part.num_images)[:, 0])


def _shift(option: Shift, rng, part: Part) -> np.ndarray:
    height, width, _ = part.image_shape
    share = signed(rng, 1, part.num_images, 2)
    x, y = share.T * [[option.width * width], [option.height * height]]
    return move(part.num_images, x1=x, y1=y)


def _shear(option: Shear, rng, part: Part) -> np.ndarray:
    return move(part.num_images, xy=signed(rng, option.amount, part.num_images)[:, 0])


def _zoom(option: Zoom, rng, part: Part) -> np.ndarray:
    size_x, size_y = 1 + signed(rng, option.amount, part.num_images, 2).T
    return move(part.num_images, xx=1 / size_x, yy=1 / size_y)


def _flips(flipped: np.ndarray) -> np.ndarray:
    return np.where(flipped, -1.0, 1.0)


def _horizontal_flip(option: HorizontalFlip, rng, part: Part) -> np.ndarray:
    return move(part.num_images, xx=_flips(rng.random(part.num_images) < 0.5))


def _vertical_flip(option: VerticalFlip, rng, part: Part) -> np.ndarray:
    return move(part.num_images, yy=_flips(rng.random(part.num_images) < 0.5))


def _alternating_flip(option: AlternatingFlip, rng, part: Part) -> np.ndarray:
    return move(part.num_images, xx=_flips(part.mirrored))


MOVES = {
    Rotation: _rotation,
    Shift: _shift,
    Shear: _shear,
    Zoom: _zoom,
    HorizontalFlip: _horizontal_flip,
    VerticalFlip: _vertical_flip,
    AlternatingFlip: _alternating_flip,
}
"""What draws a move of each image, as `compose` takes it, for transforms that move pixels."""
