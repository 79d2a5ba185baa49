"""Which weights of a PyTorch model are trained, and at which rate."""

from collections.abc import Iterator
from contextlib import contextmanager

from torch import nn

from cnncourse.errors import require
from cnncourse.pytorch.weights import get_weights, roles, set_weights
from cnncourse.roles import Weight
from cnncourse.updates import FreezeNorms, rate_factors

NORMS = (nn.modules.batchnorm._BatchNorm, nn.GroupNorm, nn.LayerNorm)


@contextmanager
def weights_held(model: nn.Module, rules: tuple) -> Iterator[None]:
    """Within it the layers that the rules freeze are not trained; afterwards all is as it was.

    A frozen batch norm computes with its moving statistics, which stay as they are.

    Parameters
    ----------
    model : nn.Module
        In training mode.
    rules : tuple
        Options in `cnncourse.updates.WEIGHT_RULES`.
    """
    held = held_weights(model, rules)
    owners = {weight.owner for weight in held if isinstance(weight.owner, NORMS)}
    found = [(weight.value, weight.value.requires_grad) for weight in held]
    modes = [(owner, owner.training) for owner in owners]
    for value, _ in found:
        value.requires_grad_(False)
    for owner in owners:
        owner.eval()
    try:
        yield
    finally:
        for value, was_trained in found:
            value.requires_grad_(was_trained)
        for owner, was_training in modes:
            owner.training = was_training


def held_weights(model: nn.Module, rules: tuple) -> list[Weight]:
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
    model: nn.Module, weights: list[Weight], rules: tuple
) -> list[tuple[float, list[Weight]]]:
    """Return the trained weights of a model by the factor on their learning rate.

    Parameters
    ----------
    model : nn.Module
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


def start_from(model: nn.Module, source: nn.Module) -> None:
    """Load the weights of a trained model of the same layers; a last layer of other size stays.

    Raises
    ------
    RecipeError
        If another layer differs, too.

    Examples
    --------
    >>> source, model = nn.Linear(3, 2), nn.Linear(3, 2)
    >>> start_from(model, source)
    >>> bool((model.weight == source.weight).all())
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
