"""The `aerial` data set: generated tiles that look like EuroSAT's ten classes from the air."""

import numpy as np

from cnncourse.data.aerial_classes import SCENES
from cnncourse.data.aerial_textures import (
    Scene,
    blend,
    distance_to_curve,
    fractal,
    ground,
    inside,
    light,
    turn,
)
from cnncourse.data.images import ImageData, Split
from cnncourse.data.labels import mislabel
from cnncourse.errors import DataError

CLASS_NAMES = tuple(SCENES)
_HAZE = np.float32([0.74, 0.78, 0.82])


def load(
    *,
    size: int = 64,
    examples_per_class: int = 100,
    holdout_per_class: int = 50,
    noise: float = 3.0,
    imbalance: float = 1.0,
    label_noise: float = 0.0,
    seed: int = 0,
) -> ImageData:
    """Generate aerial tiles with the class names of EuroSAT.

    The tiles are synthetic: say so wherever they are shown. Each is drawn from its own random
    stream, so that a tile does not change with the number of tiles, and shows the same scene at
    every size. Validation and test tiles are balanced and rightly labeled whatever the knobs say.

    Parameters
    ----------
    size : int
        Height and width of a tile in pixels, 16 or more.
    examples_per_class : int
        Training tiles of each class (of the most frequent class if `imbalance` is above 1).
    holdout_per_class : int
        Validation tiles of each class, and as many test tiles.
    noise : float
        Standard deviation of the sensor noise, in gray levels of 0 to 255.
    imbalance : float
        How many times as many training tiles the most frequent class has as the rarest; the
        counts between fall geometrically (Cui et al., 2019, section 5.1). `seed` draws which
        class is how frequent.
    label_noise : float
        Fraction of the training labels that are replaced by another class, drawn uniformly.
    seed : int
        The same seed gives the same bytes.

    Returns
    -------
    ImageData
        Images of shape (num_examples, size, size, 3).

    Raises
    ------
    DataError
        For a knob outside its range.

    Examples
    --------
    >>> tiles = load(size=32, examples_per_class=2, holdout_per_class=1)
    >>> tiles.train.images.shape, tiles.synthetic
    ((20, 32, 32, 3), True)
    """
    _require(isinstance(size, int) and size >= 16, f"size is {size!r}: use 16 pixels or more.")
    for name, value in (
        ("examples_per_class", examples_per_class),
        ("holdout_per_class", holdout_per_class),
    ):
        _require(isinstance(value, int) and value >= 1, f"{name} is {value!r}: use 1 or more.")
    _require(isinstance(seed, int) and seed >= 0, f"seed is {seed!r}: use 0 or more.")
    _require(0 <= noise < 256, f"noise is {noise}: it lies between 0 and 255 gray levels.")
    _require(1 <= imbalance < np.inf, f"imbalance is {imbalance}: use 1 (balanced) or more.")
    _require(0 <= label_noise < 1, f"label_noise is {label_noise}: it lies in [0, 1).")

    num_classes = len(CLASS_NAMES)
    rank = np.random.default_rng([seed, 3]).permutation(num_classes)
    counts = examples_per_class * imbalance ** (-rank / (num_classes - 1))
    counts = np.maximum(1, np.rint(counts).astype(int))
    train = _split(0, counts, size, noise, seed)
    labels = mislabel(train.labels, label_noise, num_classes, np.random.default_rng([seed, 4]))
    holdout = np.full(num_classes, holdout_per_class)
    return ImageData(
        name="aerial",
        train=Split(train.images, labels),
        val=_split(1, holdout, size, noise, seed),
        test=_split(2, holdout, size, noise, seed),
        class_names=CLASS_NAMES,
        synthetic=True,
    )


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise DataError(message)


def _split(number: int, counts, size: int, noise: float, seed: int) -> Split:
    """All tiles of one split in shuffled order, so that no part of it is of one class."""
    labels = np.repeat(np.arange(len(counts)), counts)
    index = np.concatenate([np.arange(count) for count in counts])
    order = np.random.default_rng([seed, 5, number]).permutation(len(labels))
    images = np.empty((len(labels), size, size, 3), np.uint8)
    for i, place in enumerate(order):
        rng = np.random.default_rng([seed, number, labels[place], index[place]])
        images[i] = _tile(CLASS_NAMES[labels[place]], size, rng, noise)
    return Split(images, labels[order])


def _tile(class_name: str, size: int, rng, noise: float) -> np.ndarray:
    x, y = ground(size, rng)
    scene = SCENES[class_name](x, y, rng)
    if rng.random() < 0.2:
        scene = _with_neighbor(scene, x, y, rng)
    return _photograph(light(scene, rng), x, y, rng, noise)


def _with_neighbor(scene: Scene, x, y, rng) -> Scene:
    """Let another class reach into one side of the tile; less than half of it."""
    neighbor = SCENES[CLASS_NAMES[rng.integers(len(CLASS_NAMES))]]
    other = neighbor(*turn(x, y, rng.uniform(0, 2 * np.pi)), rng)
    edge = distance_to_curve(*turn(x, y, rng.uniform(0, 2 * np.pi)), rng, bend=3, stray=0)
    share = inside(rng.uniform(10, 24) - edge)
    height = scene.height + (other.height - scene.height) * share
    return Scene(blend(scene.color, other.color, share), height)


def _photograph(color, x, y, rng, noise: float) -> np.ndarray:
    """Expose a scene: the camera evens out brightness, contrast and tint, air and sensor add to it.

    Evening out is what keeps the mean and the spread of the colors from naming the class.
    """
    brightness = color.mean(axis=2, keepdims=True)
    mean, spread = float(brightness.mean()), float(brightness.std())
    tint = (color - brightness) / max(mean, 0.35)
    tint = tint - 0.35 * tint.mean(axis=(0, 1)) + rng.normal(0, 0.05, 3).astype(np.float32)
    contrast = min(max(0.14 * rng.lognormal(0, 0.2) / (spread + 1e-6), 0.4), 3.0)
    brightness = (brightness - mean) * contrast + rng.uniform(0.38, 0.52)
    color = brightness * (1 + tint * rng.uniform(0.6, 1.0))
    slope_x, slope_y = rng.uniform(-0.004, 0.004, 2).tolist()
    color = color * (1 + slope_x * x + slope_y * y)[..., None]
    haze = rng.uniform(0, 0.2) * np.clip(0.7 + 0.3 * fractal(x, y, rng, 40, 2), 0, 1)
    color = 255 * blend(color, _HAZE, haze)
    color += noise * rng.standard_normal(color.shape, dtype=np.float32)
    return np.clip(np.rint(color), 0, 255).astype(np.uint8)
