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
    >>> recipe = Recipe(model="shallow3x3", width=2)
    >>> source = pytorch.build_model(recipe, (8, 8, 1), 10)
    >>> target = tensorflow.build_model(Recipe(model="shallow3x3", width=2, seed=1), (8, 8, 1), 10)
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
