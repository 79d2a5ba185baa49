"""How training images may be changed: the transforms that a recipe can list.

Those that move pixels (`Rotation` to `AlternatingFlip`) are put together, in the order in which
they are listed, into a single resampling, so that an image is interpolated once. The others follow
in their order, on pixels in [0, 1].
"""

from cnncourse.declaration import (
    Angle,
    Count,
    Fraction,
    Positive,
    Registry,
    Share,
    ShareAboveZero,
)
from cnncourse.errors import require

TRANSFORMS = Registry("transform")


@TRANSFORMS.option("rotation")
class Rotation:
    """Turn each image about its center by an angle drawn from [-degrees, degrees]."""

    degrees: Angle = 20.0


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


@TRANSFORMS.option("shear")
class Shear:
    """Slant each image sideways: a row moves in proportion to its height above the center.

    Parameters
    ----------
    amount : float
        Largest sideways displacement per unit of height: the tangent of the shear angle.
    """

    amount: Fraction = 0.1


@TRANSFORMS.option("zoom")
class Zoom:
    """Scale height and width, each by a factor of its own, about the center of the image.

    What is shown grows by a factor in [1 - amount, 1 + amount]: an amount of 0.5 shows things at
    half to one and a half times their size. (Keras' `ImageDataGenerator` divides by such a factor,
    which gives 0.67 to 2 times the size.)
    """

    amount: Fraction = 0.1


@TRANSFORMS.option("horizontal_flip")
class HorizontalFlip:
    """Mirror left and right with probability 1/2."""


@TRANSFORMS.option("vertical_flip")
class VerticalFlip:
    """Mirror top and bottom with probability 1/2, for images that have no upright position."""


@TRANSFORMS.option("alternating_flip")
class AlternatingFlip:
    """Mirror left and right a random half of the images in one epoch, the other half in the next.

    Two epochs then show each image both ways, which chance does for every other image only
    (Jordan, 2024, "94% on CIFAR-10 in 3.29 seconds on a single GPU", section 3.6).
    """


@TRANSFORMS.option("brightness")
class Brightness:
    """Multiply pixels by one factor an image, from [1 - amount, 1 + amount], and clip to [0, 1]."""

    amount: Fraction = 0.2


@TRANSFORMS.option("contrast")
class Contrast:
    """Scale how far pixels are from the mean of their image, and clip to [0, 1].

    The factor is drawn from [1 - amount, 1 + amount]; the mean is taken over all channels.
    """

    amount: Fraction = 0.2


@TRANSFORMS.option("channel_shift")
class ChannelShift:
    """Add to each channel a value drawn from [-amount, amount], and clip to [0, 1].

    Each channel has a value of its own, so that hues change. (Keras' `ImageDataGenerator` adds one
    value to all channels, and clips to the range of the image.)
    """

    amount: Fraction = 0.1


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
    >>> mixes_targets((Rotation(), Mixup())), mixes_targets((Rotation(),))
    (True, False)
    """
    return any(type(option) in (Mixup, CutMix) for option in transforms)
