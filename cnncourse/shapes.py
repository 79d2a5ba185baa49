"""What passes between the layers of a model: shapes, and the layers' common demands on them."""

from cnncourse.errors import require

Shape = tuple[int, ...]
"""What passes between layers, without the batch: (height, width, channels) or (features,)."""


def described(shape: Shape) -> str:
    """A shape in words.

    Examples
    --------
    >>> described((8, 6, 16)), described((128,))
    ('8x6 maps with 16 channels', '128 features')
    """
    if len(shape) == 1:
        return f"{shape[0]} features"
    height, width, channels = shape
    return f"{height}x{width} maps with {channels} channels"


def windows(shape: Shape, size: int, stride: int, what: str) -> tuple[int, int]:
    """How many windows fit into maps without padding, as (rows, columns).

    Parameters
    ----------
    shape : tuple of int
    size, stride : int
    what : str
        Whose windows they are, for the message: "a 2x2 pool".

    Raises
    ------
    RecipeError
        If not one of them fits.

    Examples
    --------
    >>> windows((7, 6, 3), size=2, stride=2, what="a 2x2 pool")
    (3, 3)
    """
    height, width, _ = shape
    require(
        min(height, width) >= size,
        f"Nothing is left of {height}x{width} maps after {what}: make it smaller.",
    )
    return (height - size) // stride + 1, (width - size) // stride + 1


def require_maps(shape: Shape, what: str) -> None:
    """Raise a `RecipeError` unless a layer, whose name opens the message, gets maps."""
    require(
        len(shape) == 3,
        f"{what} needs maps but gets {described(shape)}: put it before Flatten or GlobalPool.",
    )


class SameShape:
    """A layer that takes any shape and leaves it as it is."""

    def shape_after(self, shape: Shape) -> Shape:
        return shape
