"""Which weights of a Keras model are trained, and at which rate."""

from collections.abc import Iterator
from contextlib import contextmanager

import keras

from cnncourse.errors import require
from cnncourse.roles import Weight
from cnncourse.tensorflow.weights import get_weights, roles, set_weights
from cnncourse.updates import FreezeNorms, rate_factors

NORMS = (
    keras.layers.BatchNormalization,
    keras.layers.GroupNormalization,
    keras.layers.LayerNormalization,
)


@contextmanager
def weights_held(model: keras.Model, rules: tuple) -> Iterator[None]:
    """Within it the layers that the rules freeze are not trained; afterwards all is as it was.

    A frozen batch norm computes with its moving statistics, which stay as they are.

    Parameters
    ----------
    model : keras.Model
    rules : tuple
        Options in `cnncourse.updates.WEIGHT_RULES`.
    """
    owners = {id(weight.owner): weight.owner for weight in held_weights(model, rules)}
    found = [(owner, owner.trainable) for owner in owners.values()]
    for owner, _ in found:
        owner.trainable = False
    try:
        yield
    finally:
        for owner, was_trained in found:
            owner.trainable = was_trained


def held_weights(model: keras.Model, rules: tuple) -> list[Weight]:
    """Return the weights that the rules freeze."""
    weights = roles(model)
    factors = _factors(weights, rules)
    norms_too = any(type(rule) is FreezeNorms for rule in rules)
    return [
        weight
        for weight in weights
        if factors[weight.layer] == 0 or (norms_too and isinstance(weight.owner, NORMS))
    ]


def rate_groups(
    model: keras.Model, weights: list[Weight], rules: tuple
) -> list[tuple[float, list[Weight]]]:
    """Return the trained weights of a model by the factor on their learning rate.

    Parameters
    ----------
    model : keras.Model
    weights : list of Weight
        Those that are trained.
    rules : tuple

    Returns
    -------
    list of (float, list of Weight)
    """
    factors = _factors(roles(model), rules)
    groups: dict[float, list[Weight]] = {}
    for weight in weights:
        groups.setdefault(factors[weight.layer], []).append(weight)
    return list(groups.items())


def start_from(model: keras.Model, source: keras.Model) -> None:
    """Load the weights of a trained model of the same layers; a last layer of other size stays.

    Raises
    ------
    RecipeError
        If another layer differs, too.

    Examples
    --------
    >>> source, model = (
    ...     keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)]) for _ in range(2)
    ... )
    >>> start_from(model, source)
    >>> bool((model.get_weights()[0] == source.get_weights()[0]).all())
    True
    """
    new, old = get_weights(model), get_weights(source)
    last = [weight.layer for weight in roles(model)][-1]
    taken = []
    for weight, ours, theirs in zip(roles(model), new, old, strict=False):
        fits = ours.shape == theirs.shape
        require(
            fits or weight.layer == last,
            f"The model to start from has a weight of shape {theirs.shape} where the recipe's has "
            f"{ours.shape}: give the recipe the model that it was trained with.",
        )
        taken.append(theirs if fits else ours)
    require(
        len(new) == len(old),
        f"The model to start from has {len(old)} weights and the recipe's has {len(new)}: give the "
        "recipe the model that it was trained with.",
    )
    set_weights(model, taken)


def _factors(weights: list[Weight], rules: tuple) -> list[float]:
    return rate_factors(rules, 1 + max(weight.layer for weight in weights))
