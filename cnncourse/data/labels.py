"""What can be done to integer labels: one-hot coding and mislabeling."""

import numpy as np

from cnncourse.errors import DataError


def one_hot(labels, num_classes: int) -> np.ndarray:
    """Code integer labels as rows with a single 1: what Keras calls categorical labels.

    Parameters
    ----------
    labels : array of int, shape (num_examples,)
    num_classes : int

    Returns
    -------
    ndarray of float32, shape (num_examples, num_classes)

    Raises
    ------
    DataError
        If a label is not between 0 and `num_classes` - 1.

    Examples
    --------
    >>> one_hot([0, 2], num_classes=3)
    array([[1., 0., 0.],
           [0., 0., 1.]], dtype=float32)
    """
    labels = np.asarray(labels, np.int64)
    if labels.size and not 0 <= labels.min() <= labels.max() < num_classes:
        raise DataError(
            f"The labels run from {labels.min()} to {labels.max()}: "
            f"with num_classes={num_classes} they lie between 0 and {num_classes - 1}."
        )
    return np.eye(num_classes, dtype=np.float32)[labels]


def mislabel(labels, fraction: float, num_classes: int, rng) -> np.ndarray:
    """Replace a fraction of the labels by another class, every other class being as likely.

    Parameters
    ----------
    labels : array of int, shape (num_examples,)
    fraction : float
        Between 0 and 1; rounded to a whole number of labels.
    num_classes : int
        Two or more.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of int, shape (num_examples,)
        A changed copy.

    Examples
    --------
    >>> labels = np.zeros(10, int)
    >>> int((mislabel(labels, 0.3, 5, np.random.default_rng(0)) != labels).sum())
    3
    """
    labels = np.array(labels)
    wrong = rng.permutation(len(labels))[: round(fraction * len(labels))]
    labels[wrong] = (labels[wrong] + rng.integers(1, num_classes, len(wrong))) % num_classes
    return labels
