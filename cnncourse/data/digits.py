"""The digits of scikit-learn: 1,797 real gray images of 8x8 pixels, embedded in the library."""

import numpy as np

from cnncourse.data.images import ImageData, Split
from cnncourse.data.splits import first_of_each_class

NUM_VAL = NUM_TEST = 300


def load(*, examples_per_class: int | None = None) -> ImageData:
    """Load the digits (Alpaydin and Kaynak, 1998) in fixed, stratified splits.

    The digits are those of 13 people, each of whom may appear in every split: the accuracy on the
    test split is that for known hands.

    Parameters
    ----------
    examples_per_class : int, optional
        Training images to keep of each class.

    Returns
    -------
    ImageData
        1,197 training, 300 validation and 300 test images of shape (8, 8, 1).

    Raises
    ------
    DataError
        If `examples_per_class` is not 1 or more.

    Examples
    --------
    >>> load().train.images.shape
    (1197, 8, 8, 1)
    """
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    digits = load_digits()
    # A pixel counts the dark ones of 4x4 in the original scan, 0 to 16; 16 becomes 255.
    images = np.round(digits.images * (255 / 16)).astype(np.uint8)[..., None]
    labels = digits.target.astype(np.int64)
    rest, test = train_test_split(
        np.arange(len(labels)), test_size=NUM_TEST, stratify=labels, random_state=0
    )
    train, val = train_test_split(rest, test_size=NUM_VAL, stratify=labels[rest], random_state=0)
    train = train[first_of_each_class(labels[train], examples_per_class)]
    splits = (Split(images[part], labels[part]) for part in (train, val, test))
    return ImageData("digits", *splits, class_names=tuple("0123456789"))
