"""The one module that sees both frameworks: carries weights across and compares runs."""

from typing import NamedTuple

import keras
import numpy as np
from torch import nn

from cnncourse import pytorch, tensorflow
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


def rounding(
    recipe: Recipe, images: ImageData, losses: list[float], *, device: str = "cpu", devices: int = 1
) -> float:
    """Measure how far rounding takes a run: how far PyTorch parts from itself.

    The run starts once more, from weights that differ in their last digit at random.

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
    >>> recipe, digits = Recipe(model=Shallow(width=2), num_epochs=1), data.load("digits")
    >>> history = pytorch.fit(recipe, digits, progress=False, device="cpu").history
    >>> 0 < rounding(recipe, digits, history.loss[:5]) < 1e-5
    True
    """
    twin = pytorch.build_model(recipe, images.image_shape, images.num_classes)
    pytorch.whiten(twin, images.train.images)
    rng = np.random.default_rng(0)
    last_digit = np.finfo(recipe.weights_dtype).eps
    nudged = [
        weights * (1 + last_digit * rng.choice([-1, 1], weights.shape).astype(weights.dtype))
        for weights in pytorch.get_weights(twin)
    ]
    pytorch.set_weights(twin, nudged)
    settings = {"device": device, "devices": devices, "progress": False}
    history = pytorch.train(twin, images, recipe, stop_after=len(losses), **settings)
    return relative_difference(history.loss, losses)


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
