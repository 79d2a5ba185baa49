"""Dividing examples into training, validation and test splits, and taking few of them."""

import numpy as np

from cnncourse.errors import DataError

SMALLEST = 4
"""Examples of a class from which on each split gets one, however small its fraction."""


def stratified(labels, fractions, seed: int = 0) -> list[np.ndarray]:
    """Draw splits in which every class has the same share, up to rounding.

    Parameters
    ----------
    labels : array of int, shape (num_examples,)
    fractions : sequence of float
        Share of the examples in each split but the first, which takes the rest. A class of
        `SMALLEST` or more examples gives each split one at least; a class gives examples to the
        others only as long as one is left for the first.
    seed : int

    Returns
    -------
    list of ndarray of int
        Positions in `labels`, shuffled, one array per split: the rest first.

    Raises
    ------
    DataError
        If a fraction is negative or nothing is left for the first split.

    Examples
    --------
    >>> train, val, test = stratified([0] * 10 + [1] * 20, (0.1, 0.2))
    >>> len(train), len(val), len(test)
    (21, 3, 6)
    """
    if min(fractions, default=0) < 0 or sum(fractions) >= 1:
        raise DataError(
            f"The splits would take the fractions {', '.join(map(str, fractions))}: "
            "each is 0 or more, and together they stay below 1 to leave training images."
        )
    labels, rng = np.asarray(labels), np.random.default_rng(seed)
    parts = [[] for _ in range(len(fractions) + 1)]
    for label in np.unique(labels):
        left = rng.permutation(np.flatnonzero(labels == label))
        least = 1 if len(left) >= SMALLEST else 0
        wanted = [max(round(f * len(left)), least if f > 0 else 0) for f in fractions]
        for part, count in zip(parts[1:], wanted, strict=True):
            count = min(count, len(left) - 1)
            part.append(left[:count])
            left = left[count:]
        parts[0].append(left)
    return [rng.permutation(np.concatenate([np.empty(0, int), *part])) for part in parts]


def first_of_each_class(labels, count: int | None) -> np.ndarray:
    """Positions of the first `count` examples of each class, in their order; all without a count.

    Raises
    ------
    DataError
        If `count` is not a whole number of 1 or more.

    Examples
    --------
    >>> first_of_each_class([0, 0, 1, 0, 1], 1)
    array([0, 2])
    """
    labels = np.asarray(labels)
    if count is None:
        return np.arange(len(labels))
    if not isinstance(count, int) or count < 1:
        raise DataError(f"examples_per_class is {count!r}: use a whole number, 1 or more.")
    kept = [np.flatnonzero(labels == label)[:count] for label in np.unique(labels)]
    return np.sort(np.concatenate(kept))
