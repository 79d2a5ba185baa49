"""The models, layer by layer, as both frameworks build them."""

from typing import NamedTuple

from cnncourse.recipe import Recipe
from cnncourse.whitening import num_filters


class Conv(NamedTuple):
    """A convolution with stride 1, followed by batch norm if the recipe asks for it."""

    filters: int
    kernel_size: int
    padding: str


class Whitening(NamedTuple):
    """The convolution of `cnncourse.whitening`: fixed filters and a bias, without batch norm."""

    filters: int


class Pool(NamedTuple):
    """Max pooling over windows of 2x2."""


class Relu(NamedTuple):
    """max(x, 0), after the pool if there is one: the same values and gradients with less work."""


class Dense(NamedTuple):
    """A hidden dense layer, followed by ReLU and the recipe's dropout."""

    units: int


Layer = Conv | Whitening | Pool | Relu | Dense


def hidden_layers(recipe: Recipe, image_shape: tuple[int, int, int]) -> list[Layer]:
    """Return the hidden layers of the recipe's model; a dense layer of logits comes after them.

    - ``shallow5x5``: two 5x5 convolutions without padding, each pooled, and a dense layer. Images
      smaller than 16x16 get "same" padding, as nothing would be left of them otherwise.
    - ``shallow3x3``: the same with 3x3 convolutions and "same" padding.
    - ``vgg3x3``: three times two 3x3 convolutions and a pool, and a dense layer twice as wide
      (after Simonyan and Zisserman, 2015).

    Pools that would leave less than one pixel are left out. `whitening` puts its layer in front.

    Parameters
    ----------
    recipe : Recipe
        Its `model`, `width` and `whitening` count here.
    image_shape : tuple of int
        (height, width, channels).

    Examples
    --------
    >>> hidden_layers(Recipe(model="shallow3x3", width=4), (8, 8, 1))[:3]
    [Conv(filters=4, kernel_size=3, padding='same'), Pool(), Relu()]
    """
    size, width = min(image_shape[:2]), recipe.width
    layers: list[Layer] = []
    if recipe.whitening:
        layers = [Whitening(num_filters(image_shape[2])), Relu()]
    if recipe.model == "shallow5x5":
        padding = "same" if size < 16 else "valid"
        blocks = [[Conv(width, 5, padding)], [Conv(2 * width, 5, padding)]]
        dense = Dense(4 * width)
    elif recipe.model == "shallow3x3":
        blocks = [[Conv(width, 3, "same")], [Conv(2 * width, 3, "same")]]
        dense = Dense(4 * width)
    else:
        blocks = [[Conv(width * scale, 3, "same")] * 2 for scale in (1, 2, 4)]
        dense = Dense(8 * width)
    for convolutions in blocks:
        for convolution in convolutions:
            layers += [convolution, Relu()]
            size -= convolution.kernel_size - 1 if convolution.padding == "valid" else 0
        if size >= 2:
            layers.insert(-1, Pool())
            size //= 2
    return [*layers, dense]
