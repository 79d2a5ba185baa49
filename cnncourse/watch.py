"""What a training is watched for on its way: the gradient and the activations of each layer."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from cnncourse.declaration import Count, declared


@declared
class Watch:
    """Look into each layer before the first step and after epochs: `fit(..., watch=Watch())`.

    The same few training images are shown each time, unchanged by any transform, and nothing that
    the model keeps is changed by it. What is seen is in `history.watched`.

    Parameters
    ----------
    num_images : int
        How many images; all of them if the training split has fewer.
    every : int
        Epochs from one look to the next.
    """

    num_images: Count = 128
    every: Count = 1

    def chosen(self, num_examples: int) -> np.ndarray:
        """Return the positions of the images, evenly spaced, as files may come class by class.

        Examples
        --------
        >>> Watch(num_images=4).chosen(10)
        array([0, 3, 6, 9])
        """
        num_images = min(self.num_images, num_examples)
        return np.linspace(0, num_examples - 1, num_images).astype(np.int64)


class Passed(NamedTuple):
    """What is known of a layer that the images have passed.

    Attributes
    ----------
    owner
        The layer, as the framework holds it.
    is_activation : bool
    spread : float
        Standard deviation of all of its outputs.
    dead, units : int
        How many of its units (channels of maps) gave 0 everywhere and for all images, of how many.
    """

    owner: Any
    is_activation: bool
    spread: float
    dead: int
    units: int


def look_of(
    passed: Iterable[Passed], gradients: dict[int, tuple[tuple[str, tuple], float]]
) -> dict[str, list]:
    """Return what was seen, with an entry for each layer that has a kernel, as the data passes.

    A layer and the first activation that follows it, before the next kernel, make one entry.

    Parameters
    ----------
    passed : iterable of Passed
        All layers without others inside, in the order in which they computed.
    gradients : dict of int to ((str, tuple of int), float)
        Kind and shape of the kernel, in the layout that both frameworks share, and the norm of its
        gradient, by the `id` of its layer.

    Returns
    -------
    dict of str to list
        "layer", "grad_norm", "spread", "dead" and "units".

    Examples
    --------
    >>> conv, relu = object(), object()
    >>> seen = [Passed(conv, False, 0.9, 0, 4), Passed(relu, True, 0.5, 1, 4)]
    >>> look_of(seen, {id(conv): (("kernel", (3, 3, 1, 4)), 0.25)})
    {'layer': ['3x3, 1 to 4'], 'grad_norm': [0.25], 'spread': [0.5], 'dead': [1], 'units': [4]}
    """
    entries: list[tuple[int, Passed]] = []
    for layer in passed:
        if id(layer.owner) in gradients:
            entries.append((id(layer.owner), layer))
        elif layer.is_activation and entries and not entries[-1][1].is_activation:
            entries[-1] = (entries[-1][0], layer)
    return {
        "layer": [_name(*gradients[owner][0]) for owner, _ in entries],
        "grad_norm": [gradients[owner][1] for owner, _ in entries],
        "spread": [layer.spread for _, layer in entries],
        "dead": [layer.dead for _, layer in entries],
        "units": [layer.units for _, layer in entries],
    }


def _name(kind: str, shape: tuple[int, ...]) -> str:
    """Name a layer by its kernel."""
    *size, inputs, outputs = shape
    if kind == "depthwise_kernel":
        return f"{size[0]}x{size[1]}, each of {inputs}"
    channels = f"{inputs} to {outputs}"
    return f"{size[0]}x{size[1]}, {channels}" if size else channels
