"""Random directions through the weights of a model, along which to cut its loss surface."""

import numpy as np

from cnncourse.roles import KERNELS


def filter_normalized(
    weights: list[np.ndarray], kinds: list[str], rng: np.random.Generator
) -> list[np.ndarray]:
    """Draw a direction in which each filter is as long as the filter of the model it belongs to.

    A network with ReLU computes the same if one layer's filters are doubled and the next layer's
    are halved. A step of fixed length would be large for the one and small for the other, so that
    two surfaces could not be compared; here it is as large, in proportion, for every filter (Li et
    al., 2018, section 4). Biases and the weights of norms stay as they are.

    Parameters
    ----------
    weights : list of ndarray
        As `get_weights` of either framework gives them.
    kinds : list of str
        What each one is; see `cnncourse.roles.Weight`.
    rng : Generator

    Returns
    -------
    list of ndarray of float64
        As many, of the same shapes.

    Examples
    --------
    >>> kernel, bias = np.array([[3.0, 0.0], [4.0, 2.0]]), np.ones(2)
    >>> rng = np.random.default_rng(0)
    >>> along, still = filter_normalized([kernel, bias], ["kernel", "bias"], rng)
    >>> np.linalg.norm(along, axis=0), still
    (array([5., 2.]), array([0., 0.]))
    """
    return [
        _along(array, kind, rng) if kind in KERNELS else np.zeros(array.shape)
        for array, kind in zip(weights, kinds, strict=True)
    ]


def _along(kernel: np.ndarray, kind: str, rng: np.random.Generator) -> np.ndarray:
    # The filters of a depthwise kernel are its channels, of any other kernel its outputs.
    of_filter = (0, 1) if kind == "depthwise_kernel" else tuple(range(kernel.ndim - 1))
    drawn = rng.standard_normal(kernel.shape)
    return drawn * _length(kernel, of_filter) / _length(drawn, of_filter)


def _length(array: np.ndarray, axes: tuple[int, ...]) -> np.ndarray:
    return np.sqrt((array.astype(np.float64) ** 2).sum(axis=axes, keepdims=True))
