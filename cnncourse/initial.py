"""Initial weights, drawn once in NumPy so that both frameworks start from the same point."""

from collections.abc import Iterable

import numpy as np

from cnncourse.declaration import Positive, Registry
from cnncourse.roles import KERNELS

INITIALIZATIONS = Registry("initialization")

_CONSTANTS = {"bias": 0.0, "gamma": 1.0, "beta": 0.0, "moving_mean": 0.0, "moving_variance": 1.0}


@INITIALIZATIONS.option("glorot")
class Glorot:
    """Uniform with variance 2 / (fan_in + fan_out) (Glorot and Bengio, 2010, equation 16).

    Parameters
    ----------
    scale : float
        Factor on what is drawn.
    """

    scale: Positive = 1.0

    def draw(self, rng: np.random.Generator, shape: tuple[int, ...], fans: tuple[int, int]):
        """Draw a kernel of this shape, whose outputs have `fans[0]` inputs each; see `fans_of`."""
        limit = self.scale * np.sqrt(6 / sum(fans))
        return rng.uniform(-limit, limit, shape)


@INITIALIZATIONS.option("he")
class He:
    """Normal with variance 2 / fan_in (He et al., 2015, equation 10), for nets with ReLU.

    Parameters
    ----------
    scale : float
        Factor on what is drawn.
    """

    scale: Positive = 1.0

    def draw(self, rng: np.random.Generator, shape: tuple[int, ...], fans: tuple[int, int]):
        """Draw a kernel of this shape, whose outputs have `fans[0]` inputs each; see `fans_of`."""
        return rng.normal(0, self.scale * np.sqrt(2 / fans[0]), shape)


def initial_weights(
    shapes: Iterable[tuple[str, tuple[int, ...]]], seed: int, initialization
) -> list[np.ndarray]:
    """Draw the initial weights of a model.

    Kernels are drawn as the initialization says; all other weights start at the constant that both
    frameworks use.

    Parameters
    ----------
    shapes : iterable of (str, tuple of int)
        Kind and shape of each weight in the model's order. Kinds: kernel, depthwise_kernel, bias,
        gamma, beta, moving_mean, moving_variance. Kernels end in (..., inputs, outputs), depthwise
        ones in (..., channels, 1).
    seed : int
    initialization
        An option in `INITIALIZATIONS`.

    Returns
    -------
    list of ndarray of float64

    Examples
    --------
    >>> kernel, bias = initial_weights([("kernel", (3, 2)), ("bias", (2,))], 0, Glorot())
    >>> bool(abs(kernel).max() <= (6 / (3 + 2)) ** 0.5), bias
    (True, array([0., 0.]))
    """
    rng = np.random.default_rng(seed)
    return [
        initialization.draw(rng, shape, fans_of(kind, shape))
        if kind in KERNELS
        else np.full(shape, _CONSTANTS[kind])
        for kind, shape in shapes
    ]


def fans_of(kind: str, shape: tuple[int, ...]) -> tuple[int, int]:
    """How many inputs an output of a kernel has, and how many outputs an input.

    Examples
    --------
    >>> fans_of("kernel", (3, 3, 8, 16))
    (72, 144)
    >>> fans_of("depthwise_kernel", (3, 3, 8, 1))
    (9, 9)
    """
    *window, num_inputs, num_outputs = shape
    positions = int(np.prod(window))
    if kind == "depthwise_kernel":
        return positions, positions * num_outputs
    return positions * num_inputs, positions * num_outputs
