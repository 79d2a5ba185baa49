"""What images, labels and outputs have to be before the first step: one line for what is wrong."""

import warnings
from dataclasses import replace

import numpy as np

from cnncourse.data.images import ImageData, Split
from cnncourse.errors import DataError, require
from cnncourse.recipe import Recipe

_MOST_CHANNELS = 4
"""A last axis longer than this is no axis of colors."""


def checked(images: ImageData, recipe: Recipe, devices: int = 1) -> ImageData:
    """Return images as training takes them, after checking that the recipe can be trained on them.

    Parameters
    ----------
    images : ImageData
    recipe : Recipe
    devices : int
        How many devices share each batch.

    Raises
    ------
    RecipeError, DataError
        If the recipe does not fit the images, or the images or labels are not what they should be.
    """
    require(
        isinstance(recipe, Recipe),
        f"The recipe is a {type(recipe).__name__}: give a Recipe, such as Recipe.from_dict(...).",
    )
    if not isinstance(images, ImageData):
        raise DataError(
            f"The images are a {type(images).__name__}: give ImageData, such as data.load(...), "
            "before the recipe."
        )
    num_classes = len(images.class_names)
    if num_classes < 2:
        raise DataError(f"There is {num_classes} class in class_names: at least 2 are needed.")
    splits = {
        name: checked_split(getattr(images, name), num_classes, f"the {name} split")
        for name in ("train", "val", "test")
        if name != "test" or len(images.test.labels)
    }
    shapes = {name: split.images.shape[1:] for name, split in splits.items() if len(split.labels)}
    if len(set(shapes.values())) > 1:
        raise DataError(f"The splits have images of unequal shapes {shapes}: bring them to one.")
    _check_sizes(len(splits["train"].labels), len(splits["val"].labels), recipe, devices)
    for field in ("class_weights", "priors"):
        weights = getattr(recipe.loss, field, None)
        require(
            weights is None or len(weights) == num_classes,
            f"{field} has {len(weights or ())} entries for {num_classes} classes.",
        )
    return replace(images, **splits)


def _check_sizes(num_train: int, num_val: int, recipe: Recipe, devices: int) -> None:
    if num_train == 0:
        raise DataError("There are no training images: check how the data is split.")
    if num_val == 0:
        raise DataError(
            "There are no validation images, so no epoch can be judged: set some apart."
        )
    require(
        recipe.batch_size <= num_train,
        f"batch_size is {recipe.batch_size}, but there are {num_train} training images: give a "
        "smaller batch_size.",
    )
    smallest = recipe.smallest_batch(num_train)
    require(
        isinstance(devices, int) and 1 <= devices <= smallest,
        f"devices is {devices!r} and the smallest batch has {smallest} images: every device "
        "needs one, choose another batch_size.",
    )
    require(
        recipe.accumulate <= smallest,
        f"accumulate is {recipe.accumulate} and the smallest batch has {smallest} images: every "
        "part needs one, choose another batch_size.",
    )
    require(
        recipe.accumulate == 1 or devices == 1,
        "accumulate is for one device: leave it out, or train on devices=1.",
    )


def checked_split(split: Split, num_classes: int, what: str = "the split") -> Split:
    """Return a split as training and evaluation take it; see `checked_images`, `checked_labels`."""
    if not isinstance(split, Split):
        raise DataError(f"What is given for {what} is a {type(split).__name__}: give a Split.")
    images = checked_images(split.images, f"Images of {what}")
    labels = checked_labels(split.labels, num_classes, f"Labels of {what}")
    if len(images) != len(labels):
        raise DataError(f"There are {len(images)} images and {len(labels)} labels in {what}.")
    return Split(images, labels)


def checked_images(images: np.ndarray, what: str = "The images") -> np.ndarray:
    """Return images whose memory both frameworks can read, if they are uint8 in NHWC order.

    Parameters
    ----------
    images : ndarray of uint8, shape (num_examples, height, width, channels)
    what : str
        What they are called in a message.

    Raises
    ------
    DataError
        If they are of another type or shape; says how to bring them there.

    Examples
    --------
    >>> checked_images(np.zeros((2, 8, 8), np.uint8))
    Traceback (most recent call last):
    cnncourse.errors.DataError: The images have the shape (2, 8, 8): add the channel, ...
    """
    if not isinstance(images, np.ndarray):
        raise DataError(f"{what} are a {type(images).__name__}: give a NumPy array of uint8.")
    if images.ndim == 3:
        raise DataError(
            f"{what} have the shape {images.shape}: add the channel, images[..., None]."
        )
    if images.ndim != 4:
        raise DataError(
            f"{what} have the shape {images.shape}: give (images, height, width, channels)."
        )
    if images.shape[1] <= _MOST_CHANNELS < images.shape[3]:
        raise DataError(
            f"{what} have the shape {images.shape}, channels first: give them last, "
            "images.transpose(0, 2, 3, 1)."
        )
    if images.dtype != np.uint8:
        raise DataError(f"{what} are {images.dtype}: {_way_to_uint8(images)}")
    if 0 in images.shape[1:]:
        raise DataError(f"{what} have the shape {images.shape}: an image has no pixel.")
    if isinstance(images, np.memmap):
        return images
    return np.require(images, requirements=["C", "W"])


def _way_to_uint8(images: np.ndarray) -> str:
    if not np.issubdtype(images.dtype, np.floating):
        return "give uint8, from 0 to 255."
    if not np.isfinite(images).all():
        return "some values are NaN or infinite; give uint8, from 0 to 255."
    if images.size and images.min() >= 0 and images.max() <= 1:
        return "give uint8 from 0 to 255, (images * 255).round().astype(np.uint8)."
    return "give uint8 from 0 to 255; what they are divided or shifted by is up to the model."


def checked_labels(labels: np.ndarray, num_classes: int, what: str = "The labels") -> np.ndarray:
    """Return labels as int64 of shape (num_examples,), from whatever clearly means that.

    Whole numbers of any type, a column of them, and one-hot rows are taken.

    Parameters
    ----------
    labels : ndarray
    num_classes : int
    what : str
        What they are called in a message.

    Raises
    ------
    DataError
        If they are something else, or lie outside 0 ... num_classes - 1.

    Examples
    --------
    >>> checked_labels(np.array([[0, 1], [1, 0]]), num_classes=2)
    array([1, 0])
    >>> checked_labels(np.array([1, 2]), num_classes=2)
    Traceback (most recent call last):
    cnncourse.errors.DataError: The labels run from 1 to 2, but 2 classes are numbered 0 to 1: ...
    """
    if not isinstance(labels, np.ndarray):
        raise DataError(f"{what} are a {type(labels).__name__}: give a NumPy array of int64.")
    if not (np.issubdtype(labels.dtype, np.number) or labels.dtype == bool):
        raise DataError(f"{what} are {labels.dtype}: give the numbers of the classes, from 0.")
    if labels.ndim == 2 and labels.shape[1] == 1:
        labels = labels[:, 0]
    elif labels.ndim == 2 and labels.shape[1] == num_classes and _is_one_hot(labels):
        labels = labels.argmax(1)
    if labels.ndim != 1:
        raise DataError(f"{what} have the shape {labels.shape}: give one number for each image.")
    if not (np.isfinite(labels).all() and (labels == np.floor(labels)).all()):
        raise DataError(f"{what} are not whole numbers: give the numbers of the classes, from 0.")
    labels = np.require(labels, np.int64, ["C", "W"])
    if labels.size and not 0 <= labels.min() <= labels.max() < num_classes:
        raise DataError(
            f"{what} run from {labels.min()} to {labels.max()}, but {num_classes} classes are "
            f"numbered 0 to {num_classes - 1}: {_way_to_range(labels, num_classes)}"
        )
    return labels


def _is_one_hot(labels: np.ndarray) -> bool:
    return bool(((labels == 0) | (labels == 1)).all() and (labels.sum(1) == 1).all())


def _way_to_range(labels: np.ndarray, num_classes: int) -> str:
    if labels.min() == 1 and labels.max() == num_classes:
        return "subtract 1."
    if labels.min() == -1:
        return "leave out the images without a class."
    return "number the classes anew, or name them all in class_names."


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
    if not isinstance(outputs, np.ndarray):
        require(
            False,
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
