"""Claims on the deeper network of 3x3 filters: which of the changes that lead to it lower the loss.

The shallow network has two blocks of one 5x5 convolution without padding and a pool, and a dense
layer of 128 units. The deeper one differs in six things.
"""

from collections.abc import Mapping
from dataclasses import replace

from cnncourse import Conv, Dense, Flatten, Layers, MaxPool, Recipe, ReLU
from cnncourse.evidence.claim import Verdict
from cnncourse.evidence.jpeg import FEW, cifar10_jpeg, missing_jpeg
from cnncourse.evidence.tuning import Tuned, tuned_comparison
from cnncourse.layers import shape_through
from cnncourse.shapes import Shape

SHALLOW = {
    "size": 5,
    "padding": "valid",
    "convolutions": 1,
    "blocks": 2,
    "last": 64,
    "dense": 128,
}
"""What the shallow network has in each of the six things; see `network`."""
DEEPER = {"size": 3, "padding": "same", "convolutions": 2, "blocks": 3, "last": 128, "dense": 256}


def network(
    image_shape: Shape,
    *,
    size: int,
    padding: str,
    convolutions: int,
    blocks: int,
    last: int,
    dense: int,
    narrower: int = 1,
) -> Layers:
    """Return one of the networks between the shallow one and the deeper one, for these images.

    Parameters
    ----------
    image_shape : tuple of int
        (height, width, channels).
    size, padding
        Of all convolutions.
    convolutions, blocks : int
        Convolutions in a block, and blocks; each block ends with a pool, where it leaves a pixel.
    last : int
        Filters of the last block; the first one has 32, and each further one twice as many.
    dense : int
        Units of the hidden dense layer.
    narrower : int
        What all numbers of filters and units are divided by.

    Examples
    --------
    >>> network((128, 128, 3), **SHALLOW).hidden[:3]
    (Conv(filters=32, size=5, stride=1, padding='valid', bias=True), ReLU(), ...)
    """
    hidden: tuple = ()
    for block in range(blocks):
        filters = last if block == blocks - 1 else 32 * 2**block
        conv = Conv(filters // narrower, size=size, padding=padding)
        hidden += (conv, ReLU()) * convolutions
        if min(shape_through(hidden, image_shape)[:2]) >= 2:
            hidden += (MaxPool(),)
    return Layers((*hidden, Flatten(), Dense(dense // narrower), ReLU()))


def arms(image_shape: Shape, recipe: Recipe, narrower: int = 1) -> dict[str, Recipe]:
    """Both networks, each change made alone, and each left out alone.

    Parameters
    ----------
    image_shape : tuple of int
    recipe : Recipe
        Of all arms, but for the model.
    narrower : int
        As for `network`.

    Examples
    --------
    >>> list(arms((32, 32, 3), Recipe()))[:3]
    ['shallow', 'deeper', 'with_size']
    """
    things = {"shallow": SHALLOW, "deeper": DEEPER}
    things |= {f"with_{name}": SHALLOW | {name: DEEPER[name]} for name in SHALLOW}
    things |= {f"without_{name}": DEEPER | {name: SHALLOW[name]} for name in SHALLOW}
    return {
        arm: replace(recipe, model=network(image_shape, **of_arm, narrower=narrower))
        for arm, of_arm in things.items()
    }


def tuned(image_shape: Shape, recipe: Recipe, dataset: Mapping, narrower: int = 1) -> Tuned:
    """The comparison: what makes the one network the other, and what is missing without it.

    The two networks are tuned; a change made alone, or left out, has the rate of what is changed.
    """
    with_one = {f"with_{name}": "shallow" for name in SHALLOW}
    without_one = {f"without_{name}": "deeper" for name in SHALLOW}
    changes = with_one | without_one
    pairs = ("deeper", "shallow"), *changes.items()
    return Tuned(arms(image_shape, recipe, narrower), pairs, dataset, as_arm=changes)


TITLES = {
    "shallow": "shallow network",
    "deeper": "deeper network",
    "with_size": "3x3 filters",
    "with_padding": "padding",
    "with_convolutions": "two convolutions a block",
    "with_blocks": "a third block",
    "with_last": "128 filters in the last block",
    "with_dense": "256 dense units",
    "without_size": "5x5 filters",
    "without_padding": "no padding",
    "without_convolutions": "one convolution a block",
    "without_blocks": "two blocks",
    "without_last": "64 filters in the last block",
    "without_dense": "128 dense units",
}
VERDICT = Verdict("pytorch.test_loss.deeper-shallow", claimed="lower")

CLAIMS = (
    tuned_comparison(
        "deeper_on_cifar10",
        "On CIFAR-10 (JPEG), three blocks of two 3x3 convolutions reach a lower test loss than two "
        "blocks of one 5x5 convolution, both at half of their width.",
        tuned((32, 32, 3), Recipe(batch_size=32, num_epochs=8), FEW, narrower=2),
        load=cifar10_jpeg,
        missing=missing_jpeg,
        verdict=VERDICT,
        titles=TITLES,
    ),
    tuned_comparison(
        "deeper_on_aerial",
        "On synthetic aerial tiles of 128 x 128, three blocks of two 3x3 convolutions reach a "
        "lower test loss than two blocks of one 5x5 convolution, both at half of their width.",
        tuned(
            (128, 128, 3),
            Recipe(batch_size=16, num_epochs=8),
            {"name": "aerial", "size": 128, "examples_per_class": 30, "holdout_per_class": 30},
            narrower=2,
        ),
        verdict=VERDICT,
        titles=TITLES,
    ),
)
