"""Claim of the chapter on losses and optimizers: a slice of a real loss surface."""

from dataclasses import replace

import numpy as np

from cnncourse import Recipe, data
from cnncourse.evidence.claim import Measurement
from cnncourse.evidence.claims.optimizers import TUNED, recipe_of
from cnncourse.frameworks import backend

# Each at the rate that `learning_rate_sweep` found best for it.
PATHS = {
    "SGD": recipe_of("plain", "sgd", TUNED["plain"]["sgd"]),
    "SGD + momentum": recipe_of("plain", "momentum", TUNED["plain"]["momentum"]),
    "Adam": recipe_of("plain", "adam", TUNED["plain"]["adam"]),
}
RESOLUTION = 41
MARGIN = 0.15
"""How far the slice reaches beyond the paths, as a share of their extent."""


def plane(points: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """The plane closest to points: their mean and first two principal directions.

    After Li et al. (2018), section 7.2, who draw one path; here the points of several are taken
    together.

    Parameters
    ----------
    points : ndarray of shape (num_points, num_weights)

    Returns
    -------
    center : ndarray of shape (num_weights,)
    directions : ndarray of shape (2, num_weights)
        Of length 1 and at right angles.
    explained : float
        Share of the points' variance that lies in the plane.

    Examples
    --------
    >>> center, directions, explained = plane(np.array([[0.0, 0, 5], [4, 0, 5], [4, 2, 5]]))
    >>> center.round(2), round(explained, 6)
    (array([2.67, 0.67, 5.  ]), 1.0)
    """
    center = points.mean(axis=0)
    _, sizes, directions = np.linalg.svd(points - center, full_matrices=False)
    variances = sizes**2
    return center, directions[:2], float(variances[:2].sum() / variances.sum())


def _measure(seeds: tuple[int, ...]) -> tuple[dict, list[dict]]:
    images = data.load("digits")
    walks = {label: _walk(recipe, images, seeds[0]) for label, recipe in PATHS.items()}
    center, directions, explained = plane(np.concatenate(list(walks.values())))
    paths = {label: (walk - center) @ directions.T for label, walk in walks.items()}
    xs, ys = (_axis(np.concatenate([path[:, i] for path in paths.values()])) for i in (0, 1))
    torch_loss, keras_loss = _full_loss("pytorch", images), _full_loss("tensorflow", images)

    def at(x: float, y: float) -> np.ndarray:
        return center + x * directions[0] + y * directions[1]

    losses = [[torch_loss(at(x, y)) for x in xs] for y in ys]
    every = slice(None, None, RESOLUTION // 4)
    differences = [
        abs(keras_loss(at(x, y)) / losses[j][i] - 1)
        for j, y in list(enumerate(ys))[every]
        for i, x in list(enumerate(xs))[every]
    ]
    heights = {label: [torch_loss(weights) for weights in walk] for label, walk in walks.items()}
    summary = {
        "num_weights": len(center),
        "num_steps": len(walks["SGD"]) - 1,
        "explained": explained,
        "lowest": min(map(min, losses)),
        "highest": max(map(max, losses)),
        "num_checked_in_tensorflow": len(differences),
        "largest_difference_to_tensorflow": max(differences),
        "loss_at_start": heights["SGD"][0],
        "loss_at_end": {label: of_path[-1] for label, of_path in heights.items()},
        "loss_at_end_in_slice": {label: torch_loss(at(*path[-1])) for label, path in paths.items()},
    }
    rounded = {label: path.round(4).tolist() for label, path in paths.items()}
    losses = np.round(losses, 5).tolist()
    run = {"seed": seeds[0], "xs": xs.tolist(), "ys": ys.tolist(), "losses": losses}
    heights = {label: np.round(of_path, 5).tolist() for label, of_path in heights.items()}
    return summary, [run | {"paths": rounded, "heights": heights}]


def _walk(recipe: Recipe, images, seed: int) -> np.ndarray:
    """The weights before the first and after each step: shape (num_steps + 1, num_weights)."""
    package, recipe = backend("pytorch"), replace(recipe, seed=seed)
    model = package.build_model(recipe, images.image_shape, images.num_classes)
    points = [_flat(package.get_weights(model))]

    def note() -> None:
        points.append(_flat(package.get_weights(model)))

    package.train(model, images, recipe, device="cpu", progress=False, after_step=note)
    return np.stack(points)


def _full_loss(framework: str, images):
    """The function from a vector of weights to the mean loss over the training images."""
    package, recipe = backend(framework), PATHS["SGD"]
    model = package.build_model(recipe, images.image_shape, images.num_classes)
    shapes = [weight.shape for weight in package.get_weights(model)]
    ends = np.cumsum([np.prod(shape) for shape in shapes])[:-1]

    def loss(weights: np.ndarray) -> float:
        parts = np.split(weights.astype(np.float32), ends)
        arrays = [part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)]
        package.set_weights(model, arrays)
        return package.evaluate(model, images.train, recipe)[0]

    return loss


def _flat(arrays: list[np.ndarray]) -> np.ndarray:
    return np.concatenate([array.ravel() for array in arrays]).astype(np.float64)


def _axis(values: np.ndarray) -> np.ndarray:
    low, high = values.min(), values.max()
    margin = MARGIN * (high - low)
    return np.linspace(low - margin, high + margin, RESOLUTION).round(4)


CLAIMS = (
    Measurement(
        name="loss_slice",
        sentence="Optimizers go down a real loss surface by different ways.",
        measure=_measure,
    ),
)
