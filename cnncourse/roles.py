"""What the weights of a model are to the training: the kinds that both frameworks know."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from cnncourse.errors import require

KERNELS = ("kernel", "depthwise_kernel", "output_kernel")
"""The kinds of weights that are drawn at random, decayed and penalized."""

MOVING = ("moving_mean", "moving_variance")
"""The kinds that no gradient moves."""


class Weight(NamedTuple):
    """A weight of a model and its role.

    Attributes
    ----------
    kind : str
        kernel, depthwise_kernel, output_kernel (that of the layer of logits), bias, gamma, beta,
        moving_mean, moving_variance; or other, which is trained and not decayed.
    value
        The weight itself, as the framework holds it.
    layer : int
        Number of its layer among those that have weights, in the order in which the data passes
        them; of two branches the body comes before the shortcut.
    owner
        The layer itself.
    """

    kind: str
    value: Any
    layer: int
    owner: Any = None


def numbered(layers: Iterable[tuple[Any, list[tuple[str, Any]]]]) -> list[Weight]:
    """Number layers that have weights of their own; a weight that several share is the first one's.

    Parameters
    ----------
    layers : iterable of (owner, list of (kind, value))
        Each layer and its weights.

    Examples
    --------
    >>> kernel, bias = [1.0], [0.0]
    >>> layers = [("a", [("kernel", kernel)]), ("b", [("kernel", kernel), ("bias", bias)])]
    >>> [(weight.kind, weight.layer, weight.owner) for weight in numbered(layers)]
    [('kernel', 0, 'a'), ('bias', 1, 'b')]
    """
    found, seen, number = [], set(), 0
    for owner, weights in layers:
        new = [(kind, value) for kind, value in weights if id(value) not in seen]
        seen |= {id(value) for _, value in new}
        found += [Weight(kind, value, number, owner) for kind, value in new]
        number += bool(new)
    return found


def is_kernel(weight: Weight) -> bool:
    """Whether a weight is decayed and penalized."""
    return weight.kind in KERNELS


def is_orthogonalized(weight: Weight) -> bool:
    """Whether `Muon` orthogonalizes a weight: a hidden layer's kernel that mixes channels."""
    return weight.kind == "kernel"


def with_output_kernel(weights: list[Weight], output: Any) -> list[Weight]:
    """The weights, with the kernel of the output layer named as such."""
    return [
        weight._replace(kind="output_kernel") if weight.value is output else weight
        for weight in weights
    ]


def taken_over(weights: list[Weight], ours: list, theirs: list) -> list:
    """The arrays that a model starts with, where it takes over those of a trained one.

    Parameters
    ----------
    weights : list of Weight
        The weights of the model.
    ours, theirs : list of ndarray
        The arrays of the model and of the trained one, as `get_weights` gives them.

    Returns
    -------
    list of ndarray
        Theirs, but for a last layer whose shapes are others.

    Raises
    ------
    RecipeError
        If another layer differs, too.
    """
    advice = "give the recipe the model that it was trained with."
    taken = []
    for weight, own, other in zip(weights, ours, theirs, strict=False):
        fits = own.shape == other.shape
        require(
            fits or weight.layer == weights[-1].layer,
            f"The model to start from has a weight of shape {other.shape} where the recipe's has "
            f"{own.shape}: {advice}",
        )
        taken.append(other if fits else own)
    require(
        len(ours) == len(theirs),
        f"The model to start from has {len(theirs)} weights and the recipe's has {len(ours)}: "
        f"{advice}",
    )
    return taken


def require_trained(are_trained: list[bool]) -> None:
    """Raise a `RecipeError` unless there are weights, and one of them is trained."""
    require(bool(are_trained), "The model has no weights: there is nothing to train.")
    message = (
        "All weights of the model are frozen: there is nothing to train, leave some as they are."
    )
    require(any(are_trained), message)
