"""Which weights of a PyTorch model are trained, and at which rate."""

from collections.abc import Iterator
from contextlib import contextmanager

from torch import nn

from cnncourse.pytorch.weights import get_weights, roles, set_weights
from cnncourse.roles import taken_over
from cnncourse.updates import held_weights

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
    held = held_weights(rules, roles(model), NORMS)
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
    set_weights(model, taken_over(roles(model), get_weights(model), get_weights(source)))
