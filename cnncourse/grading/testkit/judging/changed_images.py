"""What changes of images should make of a batch, in plain NumPy. No student's process imports this.

Images are arrays of shape (n, height, width, channels); the partner of image i is image n - 1 - i.
"""

import numpy as np

from cnncourse.grading.testkit.judging import comparisons as trusted


def shifted(images, right, down):
    """Each image moved by whole pixels, its border repeated.

    Examples
    --------
    >>> shifted(np.array([[[[1], [2], [3]]]]), [1], [0]).ravel()
    array([1, 1, 2])
    """
    height, width = images.shape[1:3]
    made = [
        image[np.clip(np.arange(height) - y, 0, height - 1)][
            :, np.clip(np.arange(width) - x, 0, width - 1)
        ]
        for image, x, y in zip(images, right, down, strict=True)
    ]
    return np.stack(made)


def places_read(shape, degrees):
    """Row and column of the old image that each pixel of a turned one reads, and which lie inside.

    Parameters
    ----------
    shape : tuple of int
        (height, width).
    degrees : float
        Counterclockwise.

    Returns
    -------
    rows, columns : ndarray of float, shape (height, width)
        Of places outside, the nearest ones inside.
    inside : ndarray of bool
        Clearly so: within by a thousandth of a pixel.
    """
    cos, sin = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    last = np.array(shape)[:, None, None] - 1
    y, x = np.mgrid[: shape[0], : shape[1]] - last / 2
    read = np.stack([sin * x + cos * y, cos * x - sin * y]) + last / 2
    inside = ((read >= 1e-3) & (read <= last - 1e-3)).all(axis=0)
    return *np.clip(read, 0, last), inside


def rotated(images, degrees):
    """Each image turned about its middle, read bilinearly; and where it was read inside.

    Examples
    --------
    >>> made, _ = rotated(np.arange(4.0).reshape(1, 2, 2, 1), [90])
    >>> made[0, :, :, 0].round(6).tolist()
    [[1.0, 3.0], [0.0, 2.0]]
    """
    made, inside = [], []
    for image, angle in zip(np.asarray(images, dtype=float), degrees, strict=True):
        rows, columns, within = places_read(image.shape[:2], angle)
        weights = [
            np.maximum(1 - abs(places[..., None] - np.arange(size)), 0)
            for places, size in zip((rows, columns), image.shape[:2], strict=True)
        ]
        made.append(np.einsum("yxr,yxc,rck->yxk", *weights, image))
        inside.append(within)
    return np.stack(made), np.stack(inside)


def check_rotated(published, images, degrees, message: str) -> bool:
    """Assert that images are turned rightly where they are read inside.

    Returns
    -------
    bool
        Whether the fill is right, too.
    """
    right, inside = rotated(images, degrees)
    found = trusted.array(published, message, shape=right.shape)
    options = {"rtol": 1e-3, "atol": 2e-4 * np.abs(images).max()}
    trusted.close(found[inside], right[inside], message, **options)
    return bool(np.isclose(found, right, **options).all())


def mixed(values, share):
    """Images or targets, each blended with those of its partner."""
    values = np.asarray(values, dtype=float)
    share = np.reshape(share, (-1, *[1] * (values.ndim - 1)))
    return share * values + (1 - share) * values[::-1]


def pasted(images, targets, boxes):
    """Images with the boxes of their partners, and targets blended by area.

    Examples
    --------
    >>> images = np.array([0.0, 1.0])[:, None, None, None] * np.ones((2, 1, 4, 1))
    >>> made, targets = pasted(images, np.eye(2), [[0, 3, 1, 9], [0, 0, 0, 0]])
    >>> made[:, 0, :, 0].tolist(), targets.tolist()
    ([[0.0, 0.0, 0.0, 1.0], [1.0, 1.0, 1.0, 1.0]], [[0.75, 0.25], [0.0, 1.0]])
    """
    made, kept = np.array(images, dtype=float), []
    height, width = made.shape[1:3]
    for i, (top, left, bottom, right) in enumerate(boxes):
        y, x = np.arange(height), np.arange(width)
        box = ((top <= y) & (y < bottom))[:, None] & (left <= x) & (x < right)
        made[i][box] = images[len(images) - 1 - i][box]
        kept.append(1 - box.mean())
    return made, mixed(targets, kept)


def soft_cross_entropy(logits, targets):
    """Mean cross-entropy with soft targets, and its gradient with respect to the logits.

    Examples
    --------
    >>> loss, gradient = soft_cross_entropy([[0.0, 0.0]], [[0.75, 0.25]])
    >>> round(float(loss), 4), gradient.tolist()
    (0.6931, [[-0.25, 0.25]])
    """
    logits, targets = np.asarray(logits, dtype=float), np.asarray(targets, dtype=float)
    shifted_logits = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted_logits - np.log(np.exp(shifted_logits).sum(axis=1, keepdims=True))
    return -(targets * log_p).sum(axis=1).mean(), (np.exp(log_p) - targets) / len(logits)
