"""The one module that sees both frameworks: carries weights across and compares runs."""

from typing import NamedTuple

import keras
import numpy as np
from torch import nn

from cnncourse import pytorch, tensorflow
from cnncourse.architectures import starts_with_whitening
from cnncourse.data.images import ImageData
from cnncourse.history import History
from cnncourse.recipe import Recipe


class Comparison(NamedTuple):
    """The same recipe in both frameworks.

    Attributes
    ----------
    pytorch, tensorflow : History
    difference : float
        Largest relative difference of the loss over the compared steps.
    """

    pytorch: History
    tensorflow: History
    difference: float


def copy_weights(source: nn.Module | keras.Model, target: nn.Module | keras.Model) -> None:
    """Copy the weights of a model into a model of the same layers, in either framework.

    The first dense layer after a flatten must see (height, width, channels) order in PyTorch too:
    use `cnncourse.pytorch.models.Flatten` there.

    Examples
    --------
    >>> from cnncourse import Shallow
    >>> recipe = Recipe(model=Shallow(width=2))
    >>> source = pytorch.build_model(recipe, (8, 8, 1), 10)
    >>> other = Recipe(model=Shallow(width=2), seed=1)
    >>> target = tensorflow.build_model(other, (8, 8, 1), 10)
    >>> copy_weights(source, target)
    >>> image = np.zeros((1, 8, 8, 1), np.uint8)
    >>> np.allclose(pytorch.predict(source, image), tensorflow.predict(target, image))
    True
    """
    _side(target).set_weights(target, _side(source).get_weights(source))


def compare(recipe: Recipe, images: ImageData, *, num_steps: int = 20) -> Comparison:
    """Train the recipe in both frameworks and compare the losses of the first steps.

    Parameters
    ----------
    recipe : Recipe
    images : ImageData
    num_steps : int
        How many steps count for `difference`; rounding grows with their number.
    """
    a = pytorch.fit(recipe, images, progress=False).history
    b = tensorflow.fit(recipe, images, progress=False).history
    return Comparison(a, b, relative_difference(a.loss[:num_steps], b.loss[:num_steps]))


NUM_TWINS, NUDGE = 3, 8
"""Runs that `rounding` makes, and by how many units in the last place it changes their weights.

The rounding of a sum of hundreds of products, as convolutions compute them, is of that size."""


def rounding(
    recipe: Recipe, images: ImageData, losses: list[float], *, device: str = "cpu", devices: int = 1
) -> float:
    """Measure how far rounding takes a run: how far PyTorch parts from itself.

    The run starts again from weights that are changed at random in their last digits, some times,
    as a difference that grows from rounding does so in some of the runs only.

    Parameters
    ----------
    recipe : Recipe
    images : ImageData
    losses : list of float
        Of the first steps in PyTorch: as many steps are taken again.
    device : str
    devices : int
        See `cnncourse.pytorch.fit`.

    Returns
    -------
    float
        Largest relative difference of the loss over these steps.

    Examples
    --------
    >>> from cnncourse import Shallow, data
    >>> recipe, digits = Recipe(model=Shallow(width=2)), data.load("digits")
    >>> history = pytorch.fit(recipe, digits, progress=False, device="cpu", stop_after=5).history
    >>> 0 < rounding(recipe, digits, history.loss) < 1e-5
    True
    """
    settings = {"device": device, "devices": devices, "progress": False}
    differences = []
    for seed in range(NUM_TWINS):
        twin = _nudged(recipe, images, np.random.default_rng(seed))
        history = pytorch.train(twin, images, recipe, stop_after=len(losses), **settings)
        differences.append(relative_difference(history.loss, losses))
    return max(differences)


def _nudged(recipe: Recipe, images: ImageData, rng: np.random.Generator) -> nn.Module:
    """The recipe's model, with its initial weights changed in their last digits."""
    model = pytorch.build_model(recipe, images.image_shape, images.num_classes)
    if starts_with_whitening(recipe.model, images.image_shape):
        pytorch.whiten(model, images.train.images)
    nudge = NUDGE * np.finfo(recipe.weights_dtype).eps
    weights = pytorch.get_weights(model)
    factors = (1 + rng.choice([-nudge, nudge], array.shape) for array in weights)
    nudged = [
        (array * factor).astype(array.dtype) for array, factor in zip(weights, factors, strict=True)
    ]
    pytorch.set_weights(model, nudged)
    return model


def relative_difference(a, b) -> float:
    """Return the largest |a - b| / max(|a|, |b|) of two sequences of the same length.

    Examples
    --------
    >>> relative_difference([1.0, 2.0], [1.0, 2.5])
    0.2
    """
    a, b = np.asarray(a, float), np.asarray(b, float)
    scale = np.maximum(np.abs(a), np.abs(b))
    return float(np.max(np.abs(a - b) / np.where(scale > 0, scale, 1)))


def _side(model):
    return pytorch if isinstance(model, nn.Module) else tensorflow
