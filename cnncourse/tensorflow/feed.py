"""Brings the images of each training step to TensorFlow's device."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
import tensorflow as tf

from cnncourse.batches import Batch
from cnncourse.data.images import Split
from cnncourse.streaming import is_streamed, read_ahead
from cnncourse.tensorflow.devices import free_memory


class Feed:
    """A split on its way to the device.

    Its images are kept on a GPU as a whole if they fit; else each batch is read while the ones
    before it are trained on. The CPU takes them from the array that they are in.

    Parameters
    ----------
    split : Split
    place : str
    dtype : str
        Of the changes.

    Examples
    --------
    >>> feed = Feed(Split(np.zeros((3, 8, 8, 1), np.uint8), np.array([4, 5, 6])), "cpu", "float32")
    >>> batch = Batch(np.array([2, 0]), affine=None, draws=(), size=2)
    >>> [labels for _, _, labels, *_ in feed.steps([batch])]
    [array([6, 4])]
    """

    def __init__(self, split: Split, place: str, dtype: str):
        self._split, self._place, self._dtype = split, place, dtype
        self._streamed = is_streamed(split, free_memory(place))
        if place == "gpu" and not self._streamed:
            with tf.device(place):
                self._pixels, self._labels = tf.constant(split.images), tf.constant(split.labels)

    def steps(self, batches: Iterable[Batch]) -> Iterator[tuple]:
        """Yield what each step needs.

        Yields
        ------
        batch : Batch
        pixels : array or Tensor of uint8, shape (batch, height, width, channels)
        labels : array or Tensor of int64, shape (batch,)
        *changes : ndarray
            As many as `Batch.changes` has.
        """
        if self._streamed:
            for batch, pixels, labels in read_ahead(batches, self._split):
                yield batch, pixels, labels, *self._changes(batch)
        else:
            for batch in batches:
                yield batch, *self._take(batch.indices), *self._changes(batch)

    def _changes(self, batch: Batch) -> Iterator[np.ndarray]:
        return (change.astype(self._dtype) for change in batch.changes)

    def _take(self, indices: np.ndarray) -> tuple:
        if self._place == "cpu":
            return self._split.images[indices], self._split.labels[indices]
        return tf.gather(self._pixels, indices), tf.gather(self._labels, indices)


def parts_of(tensors: tuple, count: int) -> list:
    """Divide tensors along their first axes as `numpy.array_split` does."""
    if count == 1:
        return [tensors]
    size = tf.shape(tensors[0])[0]
    ends = [part * (size // count) + tf.minimum(part, size % count) for part in range(count + 1)]
    return [[tensor[start:end] for tensor in tensors] for start, end in pairwise(ends)]
