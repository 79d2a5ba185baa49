"""How training images may be changed: the transforms that a recipe can list.

Those that move pixels (`cnncourse.moves`) are put together, in the order in which they are listed,
into a single resampling, so that an image is interpolated once. The others follow in their order,
on pixels in [0, 1]; each has a method `numbers` that draws, for each image, what it is changed by.
"""

import numpy as np

from cnncourse.declaration import Count, Fraction, Positive, Share, ShareAboveZero
from cnncourse.errors import require
from cnncourse.moves import (
    TRANSFORMS,
    AlternatingFlip,
    HorizontalFlip,
    Part,
    compose,
    matrices,
    signed,
    turn,
)

OPERATIONS = (
    "identity",
    "rotate",
    "shear_x",
    "shear_y",
    "translate_x",
    "translate_y",
    "brightness",
    "contrast",
    "posterize",
    "solarize",
)
"""Of `RandAugment`, in the order in which it draws their numbers."""

# Averages of neighboring pixels lie on simple fractions of a level. A threshold beside them has
# the frameworks agree on which side of it a pixel is.
LEVEL_OFFSET = 0.414

STEP_SIZE = 10
"""Numbers of a step of `RandAugment`: affine (6), brightness, contrast, posterize, solarize."""


@TRANSFORMS.option("brightness")
class Brightness:
    """Multiply pixels by one factor an image, from [1 - amount, 1 + amount], and clip to [0, 1]."""

    amount: Fraction = 0.2

    def numbers(self, rng, part: Part) -> np.ndarray:
        """Draw the factors, of shape (num_images, 1)."""
        return 1 + signed(rng, self.amount, part.num_images)


@TRANSFORMS.option("contrast")
class Contrast:
    """Scale how far pixels are from the mean of their image, and clip to [0, 1].

    The factor is drawn from [1 - amount, 1 + amount]; the mean is taken over all channels.
    """

    amount: Fraction = 0.2

    def numbers(self, rng, part: Part) -> np.ndarray:
        """Draw the factors, of shape (num_images, 1)."""
        return 1 + signed(rng, self.amount, part.num_images)


@TRANSFORMS.option("channel_shift")
class ChannelShift:
    """Add to each channel a value drawn from [-amount, amount], and clip to [0, 1].

    Each channel has a value of its own, so that hues change. (Keras' `ImageDataGenerator` adds one
    value to all channels, and clips to the range of the image.)
    """

    amount: Fraction = 0.1

    def numbers(self, rng, part: Part) -> np.ndarray:
        """Draw the values, of shape (num_images, channels)."""
        return signed(rng, self.amount, part.num_images, part.image_shape[2])


@TRANSFORMS.option("cutout")
class Cutout:
    """Black out a box at a random place of each image (DeVries and Taylor, 2017).

    Its center is any pixel with the same probability, so that a part of it may lie outside, as in
    the paper; whose pixels are normalized, so that its boxes have the color of the data's mean.

    Parameters
    ----------
    size : float
        Height and width of the box as a fraction of the image's.
    """

    size: ShareAboveZero = 0.5

    def numbers(self, rng, part: Part) -> np.ndarray:
        """Draw the boxes, as `_boxes` has them."""
        return _boxes(rng, part, np.full((part.num_images, 1), self.size))


@TRANSFORMS.option("mixup")
class Mixup:
    """Blend pairs of images and their targets (Zhang et al., 2018).

    Image i becomes share * image i + (1 - share) * its partner, and so does its target. Of a part
    of n images that is computed at once, image i has partner n - 1 - i: the order of an epoch is
    random already. The middle one of an odd number keeps to itself.

    Parameters
    ----------
    alpha : float
        Each image draws its share from Beta(alpha, alpha): small is nearly 0 or 1, large nearly
        1/2. (The paper's code draws one for the whole batch.)
    """

    alpha: Positive = 0.2

    def numbers(self, rng, part: Part) -> np.ndarray:
        """Draw the shares of the images themselves, of shape (num_images, 1)."""
        return rng.beta(self.alpha, self.alpha, (part.num_images, 1))


@TRANSFORMS.option("cutmix")
class CutMix:
    """Replace a box of each image by that of its partner (Yun et al., 2019).

    Partners are those of `Mixup`. The box has the image's proportions and, where it lies wholly
    within the image, an area of 1 - share; its center is any pixel with the same probability.
    Targets are blended by the area that is really replaced.

    Parameters
    ----------
    alpha : float
        Each image draws its share from Beta(alpha, alpha). (The paper's code draws one share and
        one box for the whole batch.)
    """

    alpha: Positive = 1.0

    def numbers(self, rng, part: Part) -> np.ndarray:
        """Draw the boxes, as `_boxes` has them, and the share of each image that they leave."""
        height, width, _ = part.image_shape
        share = rng.beta(self.alpha, self.alpha, (part.num_images, 1))
        boxes = _boxes(rng, part, np.sqrt(1 - share))
        area = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1, keepdims=True)
        return np.concatenate([boxes, 1 - area / (height * width)], axis=1)


@TRANSFORMS.option("rand_augment")
class RandAugment:
    """Apply `num` operations, drawn with replacement, to each image (Cubuk et al., 2020).

    Of the paper's operations these are there: identity, rotate, shear x, shear y, translate x,
    translate y, brightness, contrast, posterize and solarize, each with the same probability; these
    are not: autocontrast, equalize, color and sharpness. At magnitude 1 they turn by 30 degrees,
    shear by 0.3, translate by 0.45 of the image (Cubuk et al., 2019, table 6), scale brightness
    or contrast by 0.1 or 1.9, keep 4 of 8 bits, and invert all pixels; the first seven go either
    way with probability 1/2. What is read outside the image is the recipe's `fill`.

    Parameters
    ----------
    num : int
        Operations an image, one after the other: the paper's N.
    magnitude : float
        Strength of all operations, from none to the strongest: the paper's M divided by its scale.
    """

    num: Count = 2
    magnitude: Share = 0.5

    def numbers(self, rng, part: Part) -> np.ndarray:
        """Draw the numbers of all operations, step by step; all but one of a step do nothing."""
        chance = rng.random((part.num_images, self.num, 2))
        operation = np.floor(chance[..., 0] * len(OPERATIONS))
        sign = np.where(chance[..., 1] < 0.5, -1.0, 1.0)
        steps = (_step(self.magnitude, operation[:, i], sign[:, i], part) for i in range(self.num))
        return np.concatenate(list(steps), axis=1)


def draw(
    transforms: tuple, streams: list[np.random.Generator], part: Part
) -> tuple[np.ndarray | None, tuple[np.ndarray, ...]]:
    """Draw one random change per image.

    Parameters
    ----------
    transforms : tuple
        Options in `TRANSFORMS`.
    streams : list of Generator
        One for each transform.
    part : Part

    Returns
    -------
    affine : ndarray of float64, shape (num_images, 2, 3), or None
    draws : tuple of ndarray
        See `batches.Batch` for both.

    Examples
    --------
    >>> from cnncourse import Rotation
    >>> part = Part(3, (8, 8, 1), np.zeros(3, bool))
    >>> affine, draws = draw((Rotation(), Brightness()), [np.random.default_rng(0)] * 2, part)
    >>> affine.shape, [array.shape for array in draws]
    ((3, 2, 3), [(3, 1)])
    """
    moves, draws = [], []
    for option, rng in zip(transforms, streams, strict=True):
        if moves_pixels(option):
            moves.append(option.move(rng, part))
        else:
            draws.append(option.numbers(rng, part))
    return (compose(moves, part.image_shape) if moves else None), tuple(draws)


def moves_pixels(option) -> bool:
    """Whether a transform is part of the resampling, and not a change of its own."""
    return hasattr(option, "move")


def check_transforms(transforms: tuple) -> None:
    """Raise a `RecipeError` if two transforms of a recipe cannot go together.

    Examples
    --------
    >>> check_transforms((AlternatingFlip(), HorizontalFlip()))
    Traceback (most recent call last):
    cnncourse.errors.RecipeError: AlternatingFlip does not go with another flip to the side: ...
    """
    kinds = [type(option) for option in transforms]
    sideways = kinds.count(HorizontalFlip) + kinds.count(AlternatingFlip)
    require(
        AlternatingFlip not in kinds or sideways == 1,
        "AlternatingFlip does not go with another flip to the side: keep one of them.",
    )


def mixes_targets(transforms: tuple) -> bool:
    """Whether a transform changes targets, which then have to be distributions over the classes.

    Examples
    --------
    >>> mixes_targets((Contrast(), Mixup())), mixes_targets((Contrast(),))
    (True, False)
    """
    return any(type(option) in (Mixup, CutMix) for option in transforms)


def _boxes(rng, part: Part, size: np.ndarray) -> np.ndarray:
    """Draw boxes of height and width `size` of the image: their (top, left, bottom, right).

    They reach from the first pixel within up to the first one beyond, and no further than the
    image does.
    """
    shape = np.array(part.image_shape[:2])
    sides = np.rint(size * shape)
    center = np.floor(rng.random((part.num_images, 2)) * shape)
    first = center - sides // 2
    return np.concatenate([np.clip(first, 0, shape), np.clip(first + sides, 0, shape)], axis=1)


def _step(magnitude: float, operation: np.ndarray, sign: np.ndarray, part: Part) -> np.ndarray:
    height, width, _ = part.image_shape

    def only(name: str, values) -> np.ndarray:
        return np.where(operation == OPERATIONS.index(name), magnitude * values, 0.0)

    slant = matrices(
        part.num_images,
        xy=only("shear_x", 0.3 * sign),
        yx=only("shear_y", 0.3 * sign),
        x1=only("translate_x", 0.45 * width * sign),
        y1=only("translate_y", 0.45 * height * sign),
    )
    affine = compose([turn(only("rotate", 30 * sign)), slant], part.image_shape)
    numbers = [
        1 + only("brightness", 0.9 * sign),
        1 + only("contrast", 0.9 * sign),
        2 ** np.rint(only("posterize", 4)),  # levels that become one
        (np.rint(256 - only("solarize", 256)) - LEVEL_OFFSET) / 255,  # pixels above are inverted
    ]
    return np.column_stack([affine.reshape(-1, 6), *numbers])
