"""Random numbers as a function of seed, step and position, the same in every framework.

A framework's own generator cannot be reproduced by the other one, and drawing dropout masks in
NumPy would copy them to the device in every step. A hash can be computed wherever the data is.
"""

from collections.abc import Iterator

_MODULUS = 2**32
_GOLDEN_RATIO = 0x9E3779B9
"""Of 2**32; its multiples lie far apart, so that neighboring seeds share no stream."""


def uniform(positions, step, seed: int):
    """Hash integers to numbers that look uniformly random.

    The mixing steps are Wellons' ``lowbias32`` ("Prospecting for hash functions", 2018), written
    with operators that NumPy, PyTorch and TensorFlow share.

    Parameters
    ----------
    positions : integer array or tensor of any shape, dtype int64
    step : int or scalar int64 tensor
    seed : int

    Returns
    -------
    integer array or tensor of the shape of `positions`
        Values in [0, 2**32); compare them with `threshold`.

    Examples
    --------
    >>> import numpy as np
    >>> draws = uniform(np.arange(10_000), step=0, seed=1)
    >>> round(float((draws < threshold(0.25)).mean()), 2)
    0.25
    """
    seed_key = _mix(seed % _MODULUS)
    step_key = _mix((step + seed_key) % _MODULUS)
    return _mix((positions + step_key) % _MODULUS)


def seeds(seed: int) -> Iterator[int]:
    """Yield a seed for each of several streams of random numbers; the first one is `seed` itself.

    Examples
    --------
    >>> streams = seeds(7)
    >>> next(streams), next(streams)
    (7, 2654435776)
    """
    while True:
        yield seed
        seed += _GOLDEN_RATIO


def threshold(probability: float) -> int:
    """Return the number below which a hashed draw falls with this probability."""
    return round(probability * _MODULUS)


def _mix(x):
    # Products may wrap around at 64 bits; their remainder modulo 2**32 is right all the same.
    x = x ^ (x // 2**16)
    x = (x * 0x7FEB352D) % _MODULUS
    x = x ^ (x // 2**15)
    x = (x * 0x846CA68B) % _MODULUS
    return x ^ (x // 2**16)
