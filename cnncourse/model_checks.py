"""What a model has to be in either framework before the first step: one line for what is wrong."""

import warnings

import numpy as np

from cnncourse.errors import require
from cnncourse.watch import Watch


def check_outputs(outputs: object, num_inputs: int, num_outputs: int) -> None:
    """Check what a model gives for some images, as an array; see Raises.

    Parameters
    ----------
    outputs : ndarray or another thing
        What the model returned, as an array where it was one tensor.
    num_inputs, num_outputs : int
        Images given, and logits wanted for each.

    Raises
    ------
    RecipeError
        If it is no array of shape (num_inputs, num_outputs).

    Warns
    -----
    UserWarning
        If the outputs look like probabilities, which a softmax or sigmoid at the end makes.

    Examples
    --------
    >>> check_outputs(np.zeros((2, 10)), num_inputs=2, num_outputs=10)
    """
    require(
        isinstance(outputs, np.ndarray),
        f"The model gives a {type(outputs).__name__}: let it return one tensor of logits.",
    )
    require(
        outputs.shape == (num_inputs, num_outputs),
        f"The model gives outputs of shape {outputs.shape} for {num_inputs} images, where the loss "
        f"wants {(num_inputs, num_outputs)}: give its last layer {num_outputs} outputs.",
    )
    sums = outputs.sum(1)
    if num_outputs > 1 and (outputs >= 0).all() and np.allclose(sums, 1, rtol=0, atol=1e-3):
        warnings.warn(
            "The model's outputs always sum to 1, like probabilities: the losses take logits, "
            "leave the softmax out.",
            stacklevel=2,
        )


def fewest_shown(smallest: int, num_examples: int, watch: Watch | None) -> tuple[int, str]:
    """Return how few images a model in training is shown at once, and how they become more.

    Parameters
    ----------
    smallest : int
        Images in the smallest batch, or in the part of it that is computed at once.
    num_examples : int
    watch : Watch or None

    Examples
    --------
    >>> fewest_shown(8, 100, Watch(num_images=1))
    (1, 'let Watch show more images.')
    """
    watched = smallest if watch is None else len(watch.chosen(num_examples))
    if watched < smallest:
        return watched, "let Watch show more images."
    return smallest, "choose a batch_size that leaves no batch of one."


def check_batch_norm(num_values: int, remedy: str) -> None:
    """Refuse a batch norm of single values, of which only 0 is left.

    Parameters
    ----------
    num_values : int
        Values of a channel in the smallest batch.
    remedy : str
        How they become more.

    Raises
    ------
    RecipeError
        If there is a single one.

    Examples
    --------
    >>> check_batch_norm(1, "choose another batch_size.")
    Traceback (most recent call last):
    cnncourse.errors.RecipeError: A batch norm gets maps of 1x1 from a batch of one image, ...
    """
    require(
        num_values > 1,
        f"A batch norm gets maps of 1x1 from a batch of one image, which it makes all 0: {remedy}",
    )


def check_group_norm(num_values: int) -> None:
    """Refuse a group norm of single values, as `check_batch_norm` does.

    Parameters
    ----------
    num_values : int
        Values in a group of channels of one image.

    Raises
    ------
    RecipeError
        If there is a single one.

    Examples
    --------
    >>> check_group_norm(2)
    """
    require(
        num_values > 1,
        "A group norm gets maps of 1x1 and has as many groups as channels, which makes them all 0: "
        "give it fewer groups.",
    )
