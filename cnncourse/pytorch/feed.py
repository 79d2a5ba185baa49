"""Brings the images of each training step to PyTorch's device."""

from collections.abc import Iterable, Iterator

import numpy as np
import torch

from cnncourse.batches import Batch
from cnncourse.data.images import Split
from cnncourse.pytorch.devices import free_memory
from cnncourse.streaming import is_streamed, read_ahead


class Feed:
    """A split on its way to the device.

    Its images are kept there as a whole if they fit; else each batch is read while the ones before
    it are trained on.

    Parameters
    ----------
    split : Split
    place : torch.device
    dtype : str
        Of the changes.

    Examples
    --------
    >>> feed = Feed(Split(np.zeros((3, 8, 8, 1), np.uint8), np.array([4, 5, 6])), "cpu", "float32")
    >>> batch = Batch(np.array([2, 0]), affine=None, draws=(), size=2)
    >>> [labels for _, _, labels, *_ in feed.steps([batch])]
    [tensor([6, 4])]
    """

    def __init__(self, split: Split, place: torch.device | str, dtype: str):
        self._split, self._place, self._dtype = split, torch.device(place), dtype
        self._streamed = is_streamed(split, free_memory(self._place))
        if not self._streamed:
            # A memory map may be read-only, or a view of one reversed.
            pixels = np.require(split.images, requirements=["C", "W"])
            self._pixels = torch.from_numpy(pixels).to(self._place)
            self._labels = torch.from_numpy(split.labels).to(self._place)

    def steps(self, batches: Iterable[Batch]) -> Iterator[tuple[torch.Tensor, ...]]:
        """Yield what each step needs, on the device.

        Yields
        ------
        batch : Batch
        pixels : Tensor of uint8, shape (batch, height, width, channels)
        labels : Tensor of int64, shape (batch,)
        *changes : Tensor
            As many as `Batch.changes` has.
        """
        if self._streamed:
            for batch, pixels, labels in read_ahead(batches, self._split):
                yield batch, self._send(pixels), self._send(labels), *self._changes(batch)
        else:
            for batch in batches:
                indices = self._send(batch.indices)
                yield batch, self._pixels[indices], self._labels[indices], *self._changes(batch)

    def _changes(self, batch: Batch) -> Iterator[torch.Tensor]:
        return (self._send(change.astype(self._dtype)) for change in batch.changes)

    def _send(self, array: np.ndarray) -> torch.Tensor:
        tensor = torch.from_numpy(array)
        if self._place.type != "cuda":
            return tensor.to(self._place)
        return tensor.pin_memory().to(self._place, non_blocking=True)  # without waiting for steps


def parts_of(tensors: tuple, count: int) -> list:
    """Divide tensors along their first axes as `numpy.array_split` does."""
    return list(zip(*(tensor.tensor_split(count) for tensor in tensors), strict=True))
