"""Which moves (turn, shift, zoom, mirror) a batch of ramps has been through, read from its pixels.

On a ramp a pixel's value says at which place of the old image it was read.
"""

import numpy as np


def ramps(rng: np.random.Generator, count: int, side: int) -> np.ndarray:
    """Images that rise to the right, downwards, and both: one in each of three channels.

    Parameters
    ----------
    rng : Generator
        Draws where each channel of an image begins and ends, within [0.05, 0.95].
    count, side : int

    Returns
    -------
    ndarray of float32, shape (count, side, side, 3)

    Examples
    --------
    >>> images = ramps(np.random.default_rng(0), 2, 16)
    >>> images.shape, bool((np.diff(images[..., 0], axis=2) > 0).all())
    ((2, 16, 16, 3), True)
    """
    low, high = rng.uniform(0.05, 0.2, (count, 3)), rng.uniform(0.8, 0.95, (count, 3))
    down, right = np.mgrid[:side, :side] / (side - 1)
    shares = np.stack([right, down, (right + down) / 2], axis=-1)
    images = low[:, None, None] + shares * (high - low)[:, None, None]
    return images.astype(np.float32)


def measure(images, changed) -> dict[str, np.ndarray]:
    """Measure the moves that made `changed` of `images`.

    Parameters
    ----------
    images : array, shape (n, side, side, 3)
        As `ramps` makes them.
    changed : array of the same shape

    Returns
    -------
    dict of str to ndarray, one row an image
        - "degrees": the turn; of a mirrored image that before it was mirrored
        - "shift": to the side, and up or down, as fractions of the side; the order of the moves
          decides what a shift is, so it is the least that any order can make of it
        - "scale": two factors, sorted, by which places of the old image lie further apart
        - "mirrored"
        - "signed shift": the place that the middle reads, to the right and down
        - "off": by how many pixels places lie off one affine map, at most, near the middle
        - "turns back": by how many pixels places run back somewhere in a row or column, as they
          do where the outside is not filled with the nearest pixel

    Examples
    --------
    >>> images = ramps(np.random.default_rng(0), 1, 32)
    >>> moves = measure(images, images[:, :, ::-1])
    >>> abs(moves["degrees"]).round(3), moves["mirrored"], moves["scale"].round(3)
    (array([0.]), array([ True]), array([[1., 1.]]))
    """
    images, changed = np.asarray(images, dtype=float), np.asarray(changed, dtype=float)
    side = images.shape[1]
    first, last = images[:, :1, :1], images[:, -1:, -1:]
    places = (changed - first) / (last - first) * (side - 1) - (side - 1) / 2
    affine, off = _fitted(places)
    linear, read = affine[:, :, :2], affine[:, :, 2]
    mirrored = np.linalg.det(linear) < 0
    unmirrored = np.where(mirrored[:, None, None], linear * [-1.0, 1.0], linear)
    angle = np.arctan2(
        unmirrored[:, 1, 0] - unmirrored[:, 0, 1], unmirrored[:, 0, 0] + unmirrored[:, 1, 1]
    )
    return {
        "degrees": np.rad2deg(angle),
        "shift": _least(read, unmirrored, angle) / side,
        "scale": np.sort(np.linalg.svd(linear, compute_uv=False), axis=1),
        "mirrored": mirrored,
        "signed shift": read / side,
        "off": off,
        "turns back": _turns_back(places, linear),
    }


def report(images, changed) -> str:
    """The same in a few lines, to look at."""
    moves = measure(images, changed)
    size = 1 / moves["scale"]
    rows = {
        "turned by up to": f"{abs(moves['degrees']).max():.1f} degrees",
        "shifted by up to": f"{100 * moves['shift'].max():.1f}% of the side",
        "shown at": f"{size.min():.2f} to {size.max():.2f} times the size",
        "mirrored": f"{moves['mirrored'].mean():.0%}",
    }
    return "\n".join(f"{name:18}{value}" for name, value in rows.items())


def _fitted(places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The affine map of each image, (n, 2, 3), and how far its places lie off it."""
    side = places.shape[1]
    y, x = np.mgrid[:side, :side] - (side - 1) / 2
    near = x**2 + y**2 < (side / 4.5) ** 2  # where moves of twice the size still read inside
    at = np.stack([x[near], y[near], np.ones(near.sum())], axis=1)
    seen = places[:, near]  # image, pixel, channel
    affine = np.linalg.pinv(at) @ seen[..., :2]
    made = at @ affine
    both = np.concatenate([made, made.mean(axis=2, keepdims=True)], axis=2)
    return affine.swapaxes(1, 2), abs(both - seen).max(axis=(1, 2))


def _least(read: np.ndarray, linear: np.ndarray, angle: np.ndarray) -> np.ndarray:
    """The smallest shift, of those that the orders of moves can make of the place read."""
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.stack([np.stack([cos, -sin], 1), np.stack([sin, cos], 1)], axis=1)
    candidates = np.stack(
        [read]
        + [
            (matrix @ read[:, :, None])[..., 0]
            for matrix in (turn, turn.swapaxes(1, 2), np.linalg.pinv(linear))
        ]
    )
    best = abs(candidates).max(axis=2).argmin(axis=0)
    return abs(candidates[best, np.arange(len(read))])


def _turns_back(places: np.ndarray, linear: np.ndarray) -> np.ndarray:
    """How far places run against their direction, in the rows and columns of an image."""
    steps = [np.diff(places[..., 0], axis=2), np.diff(places[..., 1], axis=1)]
    signs = np.sign(linear[:, [0, 1], [0, 1]])
    back = [
        -(step * sign[:, None, None]).min(axis=(1, 2))
        for step, sign in zip(steps, signs.T, strict=True)
    ]
    return np.maximum(np.maximum(*back), 0)
