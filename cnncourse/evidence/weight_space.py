"""The loss of a model as a function of all of its weights, laid out as one vector."""

from collections.abc import Callable

import numpy as np

from cnncourse.data.images import ImageData, Split
from cnncourse.frameworks import backend
from cnncourse.recipe import Recipe


def flat(arrays: list[np.ndarray]) -> np.ndarray:
    """Lay out arrays one after the other, as a vector of float64."""
    return np.concatenate([array.ravel() for array in arrays]).astype(np.float64)


def loss_of_weights(
    framework: str, recipe: Recipe, images: ImageData, split: Split
) -> Callable[[np.ndarray], float]:
    """Return the function from a vector of weights, as `flat` lays them out, to the mean loss.

    Parameters
    ----------
    framework : str
        "pytorch" or "tensorflow".
    recipe : Recipe
        Has the model and the loss.
    images : ImageData
        Of the shape and number of classes that the model is for.
    split : Split
        Over which the mean is taken.
    """
    package = backend(framework)
    model = package.build_model(recipe, images.image_shape, images.num_classes)
    shapes = [weight.shape for weight in package.get_weights(model)]
    ends = np.cumsum([np.prod(shape) for shape in shapes])[:-1]

    def loss(weights: np.ndarray) -> float:
        parts = np.split(weights.astype(np.float32), ends)
        arrays = [part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)]
        package.set_weights(model, arrays)
        return package.evaluate(model, split, recipe)[0]

    return loss
