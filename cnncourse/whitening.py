"""The whitening layer's weights: filters whose outputs are uncorrelated and equally strong."""

from collections.abc import Iterator

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

SIZE = 2
"""Height and width of the filters."""

EPS = 1e-3
"""Added to the eigenvalues, in squared units of pixels in [0, 1].

The finest differences of color vary less than that: without it they, and what JPEG has made of
them, would be blown up to the strength of all else. Near the 1e-2 of Page (2019), whose pixels are
divided by their standard deviation.
"""

_NUM_IMAGES, _CHUNK = 5000, 100


def num_filters(channels: int) -> int:
    """Filters of the layer: one for each value of a patch, and the negative of each.

    Examples
    --------
    >>> num_filters(channels=3)
    24
    """
    return 2 * SIZE * SIZE * channels


def whitening_weights(images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Compute the kernel and the bias of the whitening layer for these images.

    The filters are the eigenvectors of the covariance of all patches, each divided by the root of
    its eigenvalue plus `EPS` (Page, 2019; Jordan, 2024, section 3.2), and after them their
    negatives, as the ReLU behind them passes one sign only. The bias makes the mean of every
    output 0. An evenly spaced part of many images is enough.

    Parameters
    ----------
    images : ndarray of uint8, shape (num_examples, height, width, channels)

    Returns
    -------
    kernel : ndarray of float64, shape (SIZE, SIZE, channels, num_filters)
        For pixels in [0, 1].
    bias : ndarray of float64, shape (num_filters,)

    Examples
    --------
    >>> images = np.random.default_rng(0).integers(0, 256, (50, 8, 8, 1), dtype=np.uint8)
    >>> kernel, bias = whitening_weights(images)
    >>> kernel.shape, bias.shape
    ((2, 2, 1, 8), (8,))
    """
    channels = images.shape[3]
    mean, covariance = _moments(images)
    eigenvalues, eigenvectors = np.linalg.eigh(covariance)
    filters = eigenvectors[:, ::-1] * _signs(eigenvectors[:, ::-1])
    filters = filters / np.sqrt(eigenvalues[::-1] + EPS)
    filters = np.concatenate([filters, -filters], axis=1)
    return filters.reshape(SIZE, SIZE, channels, -1), -mean @ filters


def _moments(images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and covariance of all patches, of shapes (values,) and (values, values)."""
    count, total, products = 0, 0.0, 0.0
    for patches in _patches(images):
        count += len(patches)
        total = total + patches.sum(0)
        products = products + patches.T @ patches
    mean = total / count
    return mean, products / count - np.outer(mean, mean)


def _patches(images: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the patches some images at a time, of shape (count, SIZE * SIZE * channels)."""
    images = images[:: -(-len(images) // _NUM_IMAGES)]
    for start in range(0, len(images), _CHUNK):
        pixels = images[start : start + _CHUNK] / 255
        windows = sliding_window_view(pixels, (SIZE, SIZE), axis=(1, 2))
        yield np.moveaxis(windows, 3, -1).reshape(-1, SIZE * SIZE * images.shape[3])


def _signs(vectors: np.ndarray) -> np.ndarray:
    """A sign for each column that does not depend on the one that the solver happened to give."""
    # Unequal weights, so that the sum is not 0 for the (anti)symmetric vectors that images have.
    weights = 1 / np.arange(1, len(vectors) + 1)
    return np.where(weights @ vectors < 0, -1.0, 1.0)
