"""What the weights of a model are to the training: the kinds that both frameworks know."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from cnncourse.errors import require

KERNELS = ("kernel", "depthwise_kernel")
"""The kinds of weights that are drawn at random, decayed and penalized."""

MOVING = ("moving_mean", "moving_variance")
"""The kinds that no gradient moves."""


class Weight(NamedTuple):
    """A weight of a model and its role.

    Attributes
    ----------
    kind : str
        kernel, depthwise_kernel, bias, gamma, beta, moving_mean, moving_variance; or other, which
        is trained and not decayed.
    value
        The weight itself, as the framework holds it.
    layer : int
        Number of its layer among those that have weights, in the order in which the data passes
        them; of two branches the body comes before the shortcut.
    """

    kind: str
    value: Any
    layer: int


def numbered(layers: Iterable[list[tuple[str, Any]]]) -> list[Weight]:
    """Number layers that have weights of their own; a weight that several share is the first one's.

    Parameters
    ----------
    layers : iterable of lists of (kind, value)
        The weights of each layer.

    Examples
    --------
    >>> kernel, bias = [1.0], [0.0]
    >>> numbered([[("kernel", kernel)], [], [("kernel", kernel), ("bias", bias)]])
    [Weight(kind='kernel', value=[1.0], layer=0), Weight(kind='bias', value=[0.0], layer=1)]
    """
    found, seen, number = [], set(), 0
    for layer in layers:
        new = [(kind, value) for kind, value in layer if id(value) not in seen]
        seen |= {id(value) for _, value in new}
        found += [Weight(kind, value, number) for kind, value in new]
        number += bool(new)
    return found


def require_trained(are_trained: list[bool]) -> None:
    """Raise a `RecipeError` unless there are weights, and one of them is trained."""
    require(bool(are_trained), "The model has no weights: there is nothing to train.")
    message = (
        "All weights of the model are frozen: there is nothing to train, leave some as they are."
    )
    require(any(are_trained), message)
