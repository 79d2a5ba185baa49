"""Reads the images of the coming batches while the current one is trained on."""

import math
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from cnncourse.batches import Batch
from cnncourse.data.images import Split

AHEAD = 4
"""Batches read before they are needed."""

RESIDENT_SHARE = 0.5
"""Share of a device's free memory that images may take; activations need the rest."""


def is_streamed(split: Split, free_bytes: float) -> bool:
    """Whether a split is to be read batch by batch: too large for the device, or still in a file.

    Parameters
    ----------
    split : Split
    free_bytes : float
        Free memory of the device; infinite for the CPU, whose memory the images are in already.

    Examples
    --------
    >>> split = Split(np.zeros((10, 8, 8, 3), np.uint8), np.zeros(10, np.int64))
    >>> is_streamed(split, float("inf")), is_streamed(split, 2000)
    (False, True)
    """
    if math.isinf(free_bytes):
        return isinstance(split.images, np.memmap)
    return split.images.nbytes > RESIDENT_SHARE * free_bytes


def read_ahead(
    batches: Iterable[Batch], split: Split
) -> Iterator[tuple[Batch, np.ndarray, np.ndarray]]:
    """Yield each batch with its images and labels, read by threads some batches ahead.

    Examples
    --------
    >>> split = Split(np.arange(4, dtype=np.uint8).reshape(4, 1, 1, 1), np.array([5, 6, 7, 8]))
    >>> batch = Batch(np.array([2, 0]), affine=None, draws=(), size=2)
    >>> [(images.ravel(), labels) for _, images, labels in read_ahead([batch], split)]
    [(array([2, 0], dtype=uint8), array([7, 5]))]
    """

    def read(batch: Batch):
        return batch, np.asarray(split.images[batch.indices]), split.labels[batch.indices]

    with ThreadPoolExecutor(AHEAD) as pool:
        pending = deque()
        for batch in batches:
            pending.append(pool.submit(read, batch))
            if len(pending) > AHEAD:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
