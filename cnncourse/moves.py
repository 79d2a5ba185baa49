"""The transforms that move pixels, and how their moves are put together into one resampling."""

from typing import NamedTuple

import numpy as np

from cnncourse.declaration import Angle, Fraction, Registry

TRANSFORMS = Registry("transform")
"""Those of this module, each with a method `move` that draws matrices as `compose` takes them, and
those of `cnncourse.transforms`."""


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


def matrices(num_images: int, **entries: np.ndarray) -> np.ndarray:
    """Identity moves, but for the entries given: `xy` for row x and column y, `x1` for a shift."""
    found = np.tile(np.eye(3), (num_images, 1, 1))
    for name, values in entries.items():
        found[:, "xy1".index(name[0]), "xy1".index(name[1])] = values
    return found


def signed(rng: np.random.Generator, limit: float, num_images: int, count: int = 1) -> np.ndarray:
    """Draw `count` numbers an image from [-limit, limit]."""
    return rng.uniform(-limit, limit, (num_images, count))


def turn(degrees: np.ndarray) -> np.ndarray:
    """Moves that turn images, counterclockwise where the angle is positive."""
    cos, sin = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    return matrices(len(degrees), xx=cos, xy=-sin, yx=sin, yy=cos)


@TRANSFORMS.option("rotation")
class Rotation:
    """Turn each image about its center by an angle drawn from [-degrees, degrees]."""

    degrees: Angle = 20.0

    def move(self, rng, part: Part) -> np.ndarray:
        return turn(signed(rng, self.degrees, part.num_images)[:, 0])


@TRANSFORMS.option("shift")
class Shift:
    """Move each image by up to a fraction of its width and of its height, either way.

    A zoom listed before a shift leaves it as it is; one listed after it scales what was shifted,
    and with it the shift. So list shifts last to have exactly these limits.

    Parameters
    ----------
    width, height : float
        Largest shift, as a fraction of the image's width and height.
    """

    width: Fraction = 0.1
    height: Fraction = 0.1

    def move(self, rng, part: Part) -> np.ndarray:
        height, width, _ = part.image_shape
        share = signed(rng, 1, part.num_images, 2)
        x, y = share.T * [[self.width * width], [self.height * height]]
        return matrices(part.num_images, x1=x, y1=y)


@TRANSFORMS.option("shear")
class Shear:
    """Slant each image sideways: a row moves in proportion to its height above the center.

    Parameters
    ----------
    amount : float
        Largest sideways displacement per unit of height: the tangent of the shear angle.
    """

    amount: Fraction = 0.1

    def move(self, rng, part: Part) -> np.ndarray:
        return matrices(part.num_images, xy=signed(rng, self.amount, part.num_images)[:, 0])


@TRANSFORMS.option("zoom")
class Zoom:
    """Scale height and width, each by a factor of its own, about the center of the image.

    What is shown grows by a factor in [1 - amount, 1 + amount]: an amount of 0.5 shows things at
    half to one and a half times their size. (Keras' `ImageDataGenerator` divides by such a factor,
    which gives 0.67 to 2 times the size.)
    """

    amount: Fraction = 0.1

    def move(self, rng, part: Part) -> np.ndarray:
        size_x, size_y = 1 + signed(rng, self.amount, part.num_images, 2).T
        return matrices(part.num_images, xx=1 / size_x, yy=1 / size_y)


@TRANSFORMS.option("horizontal_flip")
class HorizontalFlip:
    """Mirror left and right with probability 1/2."""

    def move(self, rng, part: Part) -> np.ndarray:
        return matrices(part.num_images, xx=_flips(rng.random(part.num_images) < 0.5))


@TRANSFORMS.option("vertical_flip")
class VerticalFlip:
    """Mirror top and bottom with probability 1/2, for images that have no upright position."""

    def move(self, rng, part: Part) -> np.ndarray:
        return matrices(part.num_images, yy=_flips(rng.random(part.num_images) < 0.5))


@TRANSFORMS.option("alternating_flip")
class AlternatingFlip:
    """Mirror left and right a random half of the images in one epoch, the other half in the next.

    Two epochs then show each image both ways, which chance does for every other image only
    (Jordan, 2024, "94% on CIFAR-10 in 3.29 seconds on a single GPU", section 3.6).
    """

    def move(self, rng, part: Part) -> np.ndarray:
        return matrices(part.num_images, xx=_flips(part.mirrored))


def _flips(flipped: np.ndarray) -> np.ndarray:
    return np.where(flipped, -1.0, 1.0)
