"""How training images may be changed: transforms, and the random draws behind them."""

from cnncourse.declaration import Angle, Registry

TRANSFORMS = Registry("transform")


@TRANSFORMS.option("rotation")
class Rotation:
    """Turn each image by an angle drawn from [-degrees, degrees]."""

    degrees: Angle = 20.0
