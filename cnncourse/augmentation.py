"""How training images may be changed: the part of a recipe that both frameworks read."""

from dataclasses import dataclass

from cnncourse.errors import require, require_fraction


@dataclass(frozen=True)
class Augmentation:
    """How far a training image may be changed; pixels outside are filled with the nearest one.

    Parameters
    ----------
    rotation : float
        Largest angle in degrees, either way.
    width_shift, height_shift : float
        Largest shift, as a fraction of the image's width or height.
    shear : float
        Largest horizontal displacement per unit of height (the tangent of the shear angle).
    zoom : float
        Height and width are scaled by factors drawn from [1 - zoom, 1 + zoom].
    horizontal_flip : bool
        Mirror left and right with probability 1/2.
    alternating_flip : bool
        Mirror a random half of the images in the first epoch, the other half in the second, and so
        on in turn: two epochs show each image both ways, which chance would do for every other
        image only (Jordan, 2024). Instead of `horizontal_flip`, where both are set.
    brightness : float
        Pixels are multiplied by a factor from [1 - brightness, 1 + brightness] and clipped.
    """

    rotation: float = 0.0
    width_shift: float = 0.0
    height_shift: float = 0.0
    shear: float = 0.0
    zoom: float = 0.0
    horizontal_flip: bool = False
    alternating_flip: bool = False
    brightness: float = 0.0

    def __post_init__(self):
        require(0 <= self.rotation <= 180, f"rotation is {self.rotation}: 0 to 180 degrees.")
        for name in ("width_shift", "height_shift", "shear", "zoom", "brightness"):
            require_fraction(name, getattr(self, name))

    @property
    def moves_pixels(self) -> bool:
        """Whether the geometry of the image may change."""
        return self != Augmentation(brightness=self.brightness)

    @property
    def changes_images(self) -> bool:
        """Whether any change may happen at all."""
        return self != Augmentation()
