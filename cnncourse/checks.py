"""What images, labels and splits have to be before the first step: one line for what is wrong."""

from dataclasses import replace

import numpy as np

from cnncourse.data.images import ImageData, Split
from cnncourse.data.labels import checked_labels
from cnncourse.errors import DataError, require
from cnncourse.recipe import Recipe

_MOST_CHANNELS = 4
"""A last axis longer than this is no axis of colors."""
_MOST_BANDS = 16
"""Channels of images from satellites, where they have more than colors."""
_CHUNK = 1000
"""Images looked through at once, as they may be in a file that is larger than the memory."""


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
    _require_recipe(recipe)
    if not isinstance(images, ImageData):
        raise DataError(
            f"The images are a {type(images).__name__}: give ImageData, such as data.load(...), "
            "before the recipe."
        )
    if np.ndim(images.class_names) != 1:
        raise DataError(
            f"class_names is {images.class_names!r}: give a tuple with one name for each class."
        )
    num_classes = len(images.class_names)
    if num_classes < 2:
        raise DataError(f"There is {num_classes} class in class_names: at least 2 are needed.")
    splits = {
        name: checked_split(getattr(images, name), num_classes, f"the {name} split")
        for name in ("train", "val", "test")
        if name != "test" or not _is_empty(images.test)
    }
    shapes = {name: split.images.shape[1:] for name, split in splits.items() if len(split.labels)}
    if len(set(shapes.values())) > 1:
        raise DataError(f"The splits have images of unequal shapes {shapes}: bring them to one.")
    _check_sizes(len(splits["train"].labels), len(splits["val"].labels), recipe, devices)
    for name, split in splits.items():
        _check_range(split.images, f"Images of the {name} split")
    for field in ("class_weights", "priors"):
        weights = getattr(recipe.loss, field, None)
        require(
            weights is None or len(weights) == num_classes,
            f"{field} has {len(weights or ())} entries for {num_classes} classes.",
        )
    return replace(images, **splits)


def check_given(split: Split, recipe: Recipe) -> None:
    """Check that `evaluate` is given a split and a recipe, before it asks the model.

    Raises
    ------
    RecipeError, DataError
        If it is not.

    Examples
    --------
    >>> check_given((np.zeros((2, 8, 8, 1), np.uint8), np.array([0, 1])), Recipe())
    Traceback (most recent call last):
    cnncourse.errors.DataError: What is given for the split is a tuple: give a Split, ...
    """
    _require_recipe(recipe)
    _require_split(split, "the split")


def _require_recipe(recipe: Recipe) -> None:
    require(
        isinstance(recipe, Recipe),
        f"The recipe is a {type(recipe).__name__}: give a Recipe, such as Recipe.from_dict(...).",
    )


def _require_split(split: Split, what: str) -> None:
    if not isinstance(split, Split):
        raise DataError(
            f"What is given for {what} is a {type(split).__name__}: give a Split, "
            "such as Split(images, labels)."
        )


def _is_empty(split: Split) -> bool:
    return isinstance(split, Split) and np.size(split.labels) == 0


def _check_range(images: np.ndarray, what: str) -> None:
    """Refuse images that were divided by 255 before they became whole numbers, and masks.

    Of the inputs in [0, 1] that are made of them a model could learn next to nothing.
    """
    starts = range(0, len(images), _CHUNK)
    if len(images) and all(images[start : start + _CHUNK].max() <= 1 for start in starts):
        raise DataError(
            f"{what} have no value above 1, where uint8 goes to 255: multiply 0 and 1 by 255, and "
            "what was divided by 255 before it became uint8, do not divide."
        )


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
    _require_split(split, what)
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
    if not isinstance(images, np.ndarray) or np.ma.is_masked(images):
        raise DataError(f"{what} are a {type(images).__name__}: give a NumPy array of uint8.")
    if images.dtype == object:
        raise DataError(f"{what} are objects, as of unequal shapes: bring them to one shape.")
    if images.ndim == 3 and images.shape[2] <= _MOST_CHANNELS:
        raise DataError(f"{what} have the shape {images.shape} of a single one: give image[None].")
    if images.ndim == 3:
        raise DataError(
            f"{what} have the shape {images.shape}: add the channel, images[..., None]."
        )
    if images.ndim != 4:
        raise DataError(
            f"{what} have the shape {images.shape}: give (images, height, width, channels)."
        )
    if _has_channels_first(images.shape):
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


def images_to_predict(images: np.ndarray) -> np.ndarray:
    """Return images as `checked_images` does, if there are any.

    Raises
    ------
    DataError
        If there are none, or they are of another form.

    Examples
    --------
    >>> images_to_predict(np.zeros((0, 8, 8, 1), np.uint8))
    Traceback (most recent call last):
    cnncourse.errors.DataError: There are no images to predict: give one or more.
    """
    images = checked_images(images)
    if len(images) == 0:
        raise DataError("There are no images to predict: give one or more.")
    return images


def _has_channels_first(shape: tuple[int, ...]) -> bool:
    """Whether colors, or the bands of square images, stand where the height belongs."""
    _, first, second, last = shape
    return first <= _MOST_CHANNELS < last or first <= _MOST_BANDS < second == last


def _way_to_uint8(images: np.ndarray) -> str:
    if images.dtype == bool:
        return "give uint8 from 0 to 255, images.astype(np.uint8) * 255."
    if not np.isfinite(images).all():
        return "some values are NaN or infinite; give uint8, from 0 to 255."
    low, high = (images.min(), images.max()) if images.size else (0, 255)
    if low >= 0 and high <= 1:
        return "give uint8 from 0 to 255, (images * 255).round().astype(np.uint8)."
    if low >= 0 and high <= 255 and (images == np.floor(images)).all():
        return "give uint8, images.astype(np.uint8)."
    if np.issubdtype(images.dtype, np.floating):
        return "give uint8 from 0 to 255; what they are divided or shifted by is up to the model."
    return "give uint8, from 0 to 255."
