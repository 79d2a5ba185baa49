"""The patterns that aerial tiles are drawn from: noise, crowns, parcels, curves, colors and light.

Every pattern is a function of ground coordinates x and y, so a scene is the same at any size in
pixels. One unit of length is 1/64 of a tile's width.
"""

from typing import NamedTuple

import numpy as np

EXTENT = 64.0  # width of a tile in units of length
_CELLS = 64  # patterns on a grid repeat after this many cells; a power of two

# From bare soil to dense leaves: every kind of land takes its colors from this one scale, so that
# color alone does not give a class away.
LAND = np.array(
    [
        [0.70, 0.60, 0.46],
        [0.50, 0.39, 0.29],
        [0.68, 0.63, 0.41],
        [0.47, 0.46, 0.27],
        [0.34, 0.46, 0.23],
        [0.20, 0.33, 0.19],
    ],
    np.float32,
)
WATER = np.array(
    [[0.10, 0.22, 0.36], [0.14, 0.34, 0.40], [0.25, 0.36, 0.30], [0.42, 0.40, 0.30]], np.float32
)
ROOFS = np.array(
    [[0.58, 0.32, 0.24], [0.45, 0.40, 0.38], [0.66, 0.63, 0.60], [0.38, 0.44, 0.52]], np.float32
)
ASPHALT = np.array([[0.36, 0.36, 0.37], [0.58, 0.57, 0.54]], np.float32)


class Scene(NamedTuple):
    """A piece of ground seen from above.

    Attributes
    ----------
    color : ndarray of float32, shape (height, width, 3), about 0 to 1
    height : ndarray of float32, shape (height, width), in units of length
    """

    color: np.ndarray
    height: np.ndarray


class Parcels(NamedTuple):
    """A plane cut into rectangles: each pixel's parcel (0 to 63) and distance to its border."""

    index: np.ndarray
    border: np.ndarray


def ground(size: int, rng) -> tuple[np.ndarray, np.ndarray]:
    """Coordinates of the pixels of a tile, turned by a random angle about its center."""
    pixel = (np.arange(size, dtype=np.float32) + 0.5) * (EXTENT / size) - EXTENT / 2
    return turn(pixel[None, :], pixel[:, None], rng.uniform(0, 2 * np.pi))


def turn(x, y, angle: float) -> tuple[np.ndarray, np.ndarray]:
    """The coordinates x and y in axes that are turned by `angle`, in radians."""
    cos, sin = float(np.cos(angle)), float(np.sin(angle))
    return cos * x + sin * y, cos * y - sin * x


def uniform(rng, low: float, high: float, shape=64) -> np.ndarray:
    """Draw float32 numbers between two bounds; by default one per parcel."""
    return low + (high - low) * rng.random(shape, dtype=np.float32)


def _cell(coordinate, width: float) -> tuple[np.ndarray, np.ndarray]:
    """Number of the grid cell that a coordinate lies in, and its place within, from 0 to 1."""
    scaled = coordinate / width
    cell = np.floor(scaled)
    return cell.astype(np.int32), scaled - cell


def noise(x, y, rng, width: float) -> np.ndarray:
    """Smooth noise of mean 0 and standard deviation near 1; its bumps are `width` units wide."""
    table = uniform(rng, -2.33, 2.33, (_CELLS + 1, _CELLS + 1))
    table[-1], table[:, -1] = table[0], table[:, 0]
    (column, fx), (row, fy) = _cell(x, width), _cell(y, width)
    fx, fy = fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy)
    corner = (row & _CELLS - 1) * (_CELLS + 1) + (column & _CELLS - 1)
    table = table.ravel()
    upper = table[corner] * (1 - fx) + table[corner + 1] * fx
    lower = table[corner + _CELLS + 1] * (1 - fx) + table[corner + _CELLS + 2] * fx
    return upper * (1 - fy) + lower * fy


def fractal(x, y, rng, width: float, octaves: int = 3) -> np.ndarray:
    """Noise on several scales, each half as wide and 0.6 times as strong as the one before."""
    return sum(noise(x, y, rng, width / 2**i) * 0.6**i for i in range(octaves))


def crowns(x, y, rng, spacing: float, jitter: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Points on a disturbed grid: each pixel's distance to the nearest and that point's number.

    `jitter` is how far a point strays, as a fraction of the spacing: 0 gives an orchard, 1 a
    forest. The numbers lie in [0, 1). (Worley, "A cellular texture basis function", 1996.)
    """
    stem_x, stem_y = uniform(rng, 0.5 - jitter / 2, 0.5 + jitter / 2, (2, _CELLS * _CELLS))
    number = uniform(rng, 0, 1, _CELLS * _CELLS)
    (column, fx), (row, fy) = _cell(x, spacing), _cell(y, spacing)
    nearest, which = np.full(fx.shape, np.inf, np.float32), np.zeros(fx.shape, np.int32)
    for i in (-1, 0, 1):
        for j in (-1, 0, 1):
            cell = (row + i & _CELLS - 1) * _CELLS + (column + j & _CELLS - 1)
            distance = (stem_x[cell] + j - fx) ** 2 + (stem_y[cell] + i - fy) ** 2
            which = np.where(distance < nearest, cell, which)
            nearest = np.minimum(nearest, distance)
    return np.sqrt(nearest) * spacing, number[which]


def parcels(x, y, rng, width: float, length: float) -> Parcels:
    """Cut the plane into columns of varying width, and each column into rectangles of its own."""
    cuts = np.cumsum(width * uniform(rng, 0.6, 1.4))
    cuts -= cuts[32] + rng.uniform(0, width)
    column = np.clip(np.searchsorted(cuts, x), 1, 63)
    lengths = length * uniform(rng, 0.6, 1.4)[column]
    along = y / lengths + uniform(rng, 0, 1)[column]
    row = np.floor(along)
    across = np.minimum(x - cuts[column - 1], cuts[column] - x)
    border = np.minimum(across, (0.5 - np.abs(along - row - 0.5)) * lengths)
    return Parcels((column * 7 + row.astype(np.int32)) & 63, border)


def distance_to_curve(x, y, rng, bend: float, stray: float = 12.0) -> np.ndarray:
    """Signed distance to a line through the tile that meanders by about `bend` units.

    The line passes within `stray` units of the center.
    """
    center, slope = rng.uniform(-stray, stray), 0.0
    for share, shortest, longest in ((1.0, 50, 90), (0.35, 22, 40)):
        amplitude, phase = share * bend * rng.uniform(0.4, 1.0), rng.uniform(0, 2 * np.pi)
        frequency = 2 * np.pi / rng.uniform(shortest, longest)
        center = center + amplitude * np.sin(frequency * x + phase)
        slope = slope + amplitude * frequency * np.cos(frequency * x + phase)
    return (y - center) / np.sqrt(1 + slope**2)


def inside(distance, softness: float = 1.0) -> np.ndarray:
    """Turn a distance (negative inside) into a mask from 0 to 1 with a soft edge."""
    return np.clip(0.5 - distance / softness, 0, 1)


def pick(scale, rng, count: int | None = None, low: float = 0.0, high: float = 1.0) -> np.ndarray:
    """Colors at random places of a color scale, shape (count, 3), or (3,) without a count.

    `low` and `high` bound the place: 0 is the first color of the scale, 1 the last.
    """
    place = uniform(rng, low, high, count or 1) * (len(scale) - 1)
    left = np.minimum(place.astype(np.int32), len(scale) - 2)
    weight = (place - left)[:, None].astype(np.float32)
    color = scale[left] * (1 - weight) + scale[left + 1] * weight
    color = color * uniform(rng, 0.85, 1.15, (count or 1, 1))
    return color if count else color[0]


def blend(below, above, mask) -> np.ndarray:
    """Lay one color over another where the mask, shape (height, width), is 1."""
    return below + (above - below) * mask[..., None]


def light(scene: Scene, rng) -> np.ndarray:
    """Color of a scene under a low sun from a random side; what stands high casts a shadow."""
    color, height = scene
    step = EXTENT / len(height)
    angle = rng.uniform(0, 2 * np.pi)
    sun_x, sun_y = float(np.cos(angle)), float(np.sin(angle))
    down, right = np.gradient(height, step)
    shade = 1 + np.clip(0.22 * (sun_x * right + sun_y * down), -0.35, 0.35)
    shadow = np.zeros_like(height)
    for reach in (1, 2, 3):
        shift = (round(reach * sun_y / step), round(reach * sun_x / step))
        above = np.roll(height, shift, (0, 1)) - height - 0.8 * reach
        shadow = np.maximum(shadow, np.clip(above, 0, 1))
    return color * (shade * (1 - 0.45 * shadow))[..., None]
