"""Initial weights, drawn once in NumPy so that both frameworks start from the same point."""

from collections.abc import Iterable

import numpy as np

from cnncourse.declaration import Positive, Registry

INITIALIZATIONS = Registry("initialization")


@INITIALIZATIONS.option("glorot")
class Glorot:
    """Uniform with variance 2 / (fan_in + fan_out) (Glorot and Bengio, 2010, equation 16).

    Parameters
    ----------
    scale : float
        Factor on what is drawn.
    """

    scale: Positive = 1.0


_CONSTANTS = {"bias": 0.0, "gamma": 1.0, "beta": 0.0, "moving_mean": 0.0, "moving_variance": 1.0}


def initial_weights(shapes: Iterable[tuple[str, tuple[int, ...]]], seed: int) -> list[np.ndarray]:
    """Draw the initial weights of a model.

    Kernels are Glorot uniform (Glorot and Bengio, 2010, equation 16), Keras' default; all other
    weights start at the constant that both frameworks use.

    Parameters
    ----------
    shapes : iterable of (str, tuple of int)
        Kind and shape of each weight in the model's order. Kinds: kernel, bias, gamma, beta,
        moving_mean, moving_variance. Kernels end in (..., inputs, outputs).
    seed : int

    Returns
    -------
    list of ndarray of float64

    Examples
    --------
    >>> kernel, bias = initial_weights([("kernel", (3, 2)), ("bias", (2,))], seed=0)
    >>> bool(abs(kernel).max() <= (6 / (3 + 2)) ** 0.5), bias
    (True, array([0., 0.]))
    """
    rng = np.random.default_rng(seed)
    return [
        _glorot_uniform(shape, rng) if kind == "kernel" else np.full(shape, _CONSTANTS[kind])
        for kind, shape in shapes
    ]


def _glorot_uniform(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    *window, num_inputs, num_outputs = shape
    limit = np.sqrt(6 / (np.prod(window) * (num_inputs + num_outputs)))
    return rng.uniform(-limit, limit, shape)
