"""The one form in which every data set reaches a training loop."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cnncourse.errors import DataError


class Split(NamedTuple):
    """Images and labels of one split.

    Attributes
    ----------
    images : ndarray of uint8, shape (num_examples, height, width, channels)
    labels : ndarray of int64, shape (num_examples,)
    """

    images: np.ndarray
    labels: np.ndarray


@dataclass(frozen=True)
class ImageData:
    """A labeled image data set with fixed splits.

    Attributes
    ----------
    name : str
    train, val, test : Split
    class_names : tuple of str
        `class_names[label]` is the name of a label.
    synthetic : bool
        Whether the images were generated; shown wherever they are.
    """

    name: str
    train: Split
    val: Split
    test: Split
    class_names: tuple[str, ...]
    synthetic: bool = False

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """(height, width, channels) of every image.

        Raises
        ------
        DataError
            If there are no training images, or they are in no `Split`.
        """
        if not isinstance(self.train, Split):
            raise DataError(f"train is a {type(self.train).__name__}: give a Split.")
        count, *shape = np.shape(self.train.images) or (0,)
        if count == 0:
            raise DataError(f"{self.name} has no training images: give one or more of each class.")
        return tuple(shape)

    @property
    def num_classes(self) -> int:
        return len(self.class_names)
