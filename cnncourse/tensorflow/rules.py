"""Which weights of a Keras model are trained, and at which rate."""

from collections.abc import Iterator
from contextlib import contextmanager

import keras

from cnncourse.roles import taken_over
from cnncourse.tensorflow.weights import get_weights, roles, set_weights
from cnncourse.updates import held_weights

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
    owners = {id(weight.owner): weight.owner for weight in held_weights(rules, roles(model), NORMS)}
    found = [(owner, owner.trainable) for owner in owners.values()]
    for owner, _ in found:
        owner.trainable = False
    try:
        yield
    finally:
        for owner, was_trained in found:
            owner.trainable = was_trained


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
    set_weights(model, taken_over(roles(model), get_weights(model), get_weights(source)))
