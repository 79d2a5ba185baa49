"""Integer labels: what is taken for them, one-hot coding and mislabeling."""

import numpy as np

from cnncourse.errors import DataError


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
    if np.ma.is_masked(labels):
        raise DataError(f"{what} are masked: leave out the images without a class.")
    if labels.dtype.kind not in "biuf":
        raise DataError(f"{what} are {labels.dtype}: give the numbers of the classes, from 0.")
    if labels.ndim == 2 and labels.shape[1] == 1:
        labels = labels[:, 0]
    elif labels.ndim == 2 and labels.shape[1] == num_classes and _is_one_hot(labels):
        labels = labels.argmax(1)
    if labels.ndim != 1:
        raise DataError(f"{what} have the shape {labels.shape}: give one number for each image.")
    if not (np.isfinite(labels).all() and (labels == np.floor(labels)).all()):
        raise DataError(f"{what} are not whole numbers: give the numbers of the classes, from 0.")
    # Before the change to int64, in which larger numbers wrap around.
    if labels.size and not 0 <= labels.min() <= labels.max() < num_classes:
        raise DataError(
            f"{what} run from {int(labels.min())} to {int(labels.max())}, but {num_classes} "
            f"classes are numbered 0 to {num_classes - 1}: {_way_to_range(labels, num_classes)}"
        )
    return np.require(labels, np.int64, ["C", "W"])


def _is_one_hot(labels: np.ndarray) -> bool:
    return bool(((labels == 0) | (labels == 1)).all() and (labels.sum(1) == 1).all())


def _way_to_range(labels: np.ndarray, num_classes: int) -> str:
    if labels.min() == 1 and labels.max() == num_classes:
        return "subtract 1."
    if num_classes == 2 and np.array_equal(np.unique(labels), [-1, 1]):
        return "give 0 where there is -1."
    if labels.min() == -1:
        return "leave out the images without a class."
    return "number the classes anew, or name them all in class_names."


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
        If the labels are not whole numbers between 0 and `num_classes` - 1, one for each example.

    Examples
    --------
    >>> one_hot([0, 2], num_classes=3)
    array([[1., 0., 0.],
           [0., 0., 1.]], dtype=float32)
    """
    labels = checked_labels(np.asarray(labels), num_classes)
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
