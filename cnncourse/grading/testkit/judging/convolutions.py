"""What layers compute, in plain NumPy and float64: for trusted checks. No student imports this."""

from collections.abc import Callable, Iterator
from itertools import permutations, product

import numpy as np


def convolve(images, kernel, bias=0.0, stride: int = 1, padding=0) -> np.ndarray:
    """Maps that a convolution makes of a batch, channels last.

    Parameters
    ----------
    images : array, shape (batch, height, width, channels)
    kernel : array, shape (rows, columns, channels, filters)
    bias : array, shape (filters,)
    stride : int
    padding : int or (int, int)
        Rows and columns of zeros: on each side, or before and after.

    Examples
    --------
    >>> image = np.arange(9.0).reshape(1, 3, 3, 1)
    >>> convolve(image, np.ones((2, 2, 1, 1)), stride=2, padding=1)[0, ..., 0].tolist()
    [[0.0, 3.0], [9.0, 24.0]]
    """
    around = (padding, padding) if isinstance(padding, int) else tuple(padding)
    padded = np.pad(np.asarray(images, float), ((0, 0), around, around, (0, 0)))
    kernel = np.asarray(kernel, float)
    windows = np.lib.stride_tricks.sliding_window_view(padded, kernel.shape[:2], axis=(1, 2))
    windows = windows[:, ::stride, ::stride]  # batch, row, column, channel, and those of the window
    return np.tensordot(windows, kernel, axes=((4, 5, 3), (0, 1, 2))) + bias


def max_pool(maps) -> np.ndarray:
    """Largest number of each 2x2 window; what is left over at the end is not used."""
    batch, height, width, channels = maps.shape
    whole = maps[:, : height // 2 * 2, : width // 2 * 2]
    return whole.reshape(batch, height // 2, 2, width // 2, 2, channels).max(axis=(2, 4))


def relu(values) -> np.ndarray:
    """The values, with 0 in place of those below."""
    return np.maximum(values, 0)


def deeper_logits(images, kernels, biases, dense, bias) -> np.ndarray:
    """Logits of blocks of two convolutions with ReLU and a max-pool, a global pool and a layer."""
    maps = np.asarray(images, float)
    for position, (kernel, of_maps) in enumerate(zip(kernels, biases, strict=True)):
        maps = relu(convolve(maps, kernel, of_maps, padding=1))
        maps = max_pool(maps) if position % 2 else maps
    return maps.mean(axis=(1, 2)) @ dense + bias


def residual(images, kernels, biases, stride: int, padding: tuple) -> np.ndarray:
    """A residual block of two or, with one on its shortcut, three convolutions.

    Parameters
    ----------
    images : array, shape (batch, height, width, channels)
    kernels, biases : list of array
        The two of the body, then that of the shortcut, if there is one.
    stride : int
    padding : (int, int)
        Of the body's first convolution, before and after.
    """
    images = np.asarray(images, float)
    inner = relu(convolve(images, kernels[0], biases[0], stride, padding))
    shortcut = images
    if len(kernels) > 2:
        shortcut = convolve(images, kernels[2], biases[2], stride)
    return relu(convolve(inner, kernels[1], biases[1], padding=1) + shortcut)


def orders(arrays: list, shapes: list) -> Iterator[list]:
    """All ways in which arrays can take places that are known by their shapes.

    Frameworks list the weights of a network in the order in which it was written down, which need
    not be that in which it computes. None, unless each array has a place and each place an array.

    Examples
    --------
    >>> [[a.tolist() for a in found] for found in orders([np.ones(1), np.zeros(1)], [(1,), (1,)])]
    [[[1.0], [0.0]], [[0.0], [1.0]]]
    """
    kinds = list(dict.fromkeys(map(tuple, shapes)))
    groups = [[a for a in arrays if a.shape == kind] for kind in kinds]
    places = [[i for i, shape in enumerate(shapes) if tuple(shape) == kind] for kind in kinds]
    if sum(map(len, groups)) != len(arrays) or list(map(len, groups)) != list(map(len, places)):
        return
    for ways in product(*map(permutations, groups)):
        found = [None] * len(shapes)
        for of_kind, way in zip(places, ways, strict=True):
            for place, array in zip(of_kind, way, strict=True):
                found[place] = array
        yield found


def fits(outputs, arrays: list, shapes: list, compute: Callable, *, atol: float = 1e-4) -> bool:
    """Whether weights, in some order that their shapes allow, give these outputs."""
    for order in orders(arrays, shapes):
        right = compute(order)
        if right.shape == outputs.shape and np.allclose(outputs, right, rtol=1e-3, atol=atol):
            return True
    return False


def plain_gradient_norms(images, labels, kernels, biases, dense, bias) -> list[float]:
    """Norms of the kernels' gradients in a chain of 3x3 convolutions, with ReLU, and a global pool.

    The loss is the mean cross-entropy.
    """
    maps, patches, sums = np.asarray(images, float), [], []
    for kernel, of_maps in zip(kernels, biases, strict=True):
        patches.append(_patches(maps))
        sums.append(patches[-1] @ kernel.reshape(-1, kernel.shape[-1]) + of_maps)
        maps = relu(sums[-1])
    logits = maps.mean(axis=(1, 2)) @ dense + bias
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    back = shares / shares.sum(axis=1, keepdims=True)
    back[np.arange(len(labels)), labels] -= 1
    back = (back / len(labels)) @ dense.T / (maps.shape[1] * maps.shape[2])
    back, norms = np.broadcast_to(back[:, None, None], maps.shape), []
    for kernel, patch, total in zip(kernels[::-1], patches[::-1], sums[::-1], strict=True):
        back = back * (total > 0)
        gradient = patch.reshape(-1, patch.shape[-1]).T @ back.reshape(-1, back.shape[-1])
        norms.append(float(np.sqrt(np.square(gradient).sum())))
        turned = kernel[::-1, ::-1].transpose(0, 1, 3, 2)
        back = _patches(back) @ turned.reshape(-1, turned.shape[-1])
    return norms[::-1]


def _patches(maps) -> np.ndarray:
    """The 3x3 surroundings of each pixel, zeros outside: (batch, height, width, 9 * channels)."""
    height, width = maps.shape[1:3]
    padded = np.pad(maps, ((0, 0), (1, 1), (1, 1), (0, 0)))
    parts = [padded[:, i : i + height, j : j + width] for i in range(3) for j in range(3)]
    return np.concatenate(parts, axis=-1)
