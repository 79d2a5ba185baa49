"""Claim on four update rules: a slice of a real loss surface, and the paths of three of them."""

import numpy as np

from cnncourse import Recipe
from cnncourse.data.images import ImageData
from cnncourse.evidence import comparison
from cnncourse.evidence.claim import Claim, Job
from cnncourse.evidence.claims.optimizers import TUNED, recipe_of
from cnncourse.evidence.comparison import images_of, recipe_of_seed
from cnncourse.evidence.weight_space import flat, loss_of_weights
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


def jobs(num_seeds: int) -> list[Job]:
    """The slice in PyTorch, and its comparison with TensorFlow."""
    return [
        Job(
            framework,
            seed,
            more_recipes={label: recipe_of_seed(recipe, seed) for label, recipe in PATHS.items()},
            dataset={"name": "digits"},
            settings={"resolution": RESOLUTION, "margin": MARGIN},
        )
        for seed in range(num_seeds)
        for framework in ("pytorch", "tensorflow")
    ]


def run(job: Job, device: str) -> dict:
    """The slice and the paths on it; or how far TensorFlow is from it, at some of its points."""
    results = {"pytorch": _draw, "tensorflow": _compare}[job.framework](_Slice(job, device))
    return results | {"first_losses": first_losses(job)}


def first_losses(job: Job) -> list[float]:
    """The losses of the first steps of all paths, one path after the other."""
    walks = [
        comparison.first_losses(Job("pytorch", job.seed, recipe=recipe, dataset=job.dataset))
        for recipe in job.more_recipes.values()
    ]
    return [loss for losses in walks for loss in losses]


class _Slice:
    """The paths of a job, the plane through them, and the function from a point to its weights."""

    def __init__(self, job: Job, device: str):
        self.images = images_of(job.dataset)
        self.recipe = Recipe.from_dict(next(iter(job.more_recipes.values())))
        self.walks = {
            label: _walk(Recipe.from_dict(recipe), self.images, device)
            for label, recipe in job.more_recipes.items()
        }
        points = np.concatenate(list(self.walks.values()))
        self.center, self.directions, self.explained = plane(points)
        self.paths = {
            label: (walk - self.center) @ self.directions.T for label, walk in self.walks.items()
        }
        self.resolution = job.settings["resolution"]
        self.xs, self.ys = (
            _axis(np.concatenate([path[:, i] for path in self.paths.values()]), job.settings)
            for i in (0, 1)
        )

    def at(self, x: float, y: float) -> np.ndarray:
        return self.center + x * self.directions[0] + y * self.directions[1]


def _draw(cut: _Slice) -> dict:
    loss = loss_of_weights("pytorch", cut.recipe, cut.images, cut.images.train)
    losses = [[loss(cut.at(x, y)) for x in cut.xs] for y in cut.ys]
    heights = {label: [loss(weights) for weights in walk] for label, walk in cut.walks.items()}
    ends = {label: loss(cut.at(*path[-1])) for label, path in cut.paths.items()}
    return {
        "xs": cut.xs.tolist(),
        "ys": cut.ys.tolist(),
        "losses": np.round(losses, 5).tolist(),
        "paths": {label: path.round(4).tolist() for label, path in cut.paths.items()},
        "heights": {label: np.round(of_path, 5).tolist() for label, of_path in heights.items()},
        "num_weights": len(cut.center),
        "explained": cut.explained,
        "loss_at_end_in_slice": ends,
    }


def _compare(cut: _Slice) -> dict:
    ours, theirs = (
        loss_of_weights(name, cut.recipe, cut.images, cut.images.train)
        for name in ("pytorch", "tensorflow")
    )
    every = slice(None, None, max(1, cut.resolution // 4))
    points = [cut.at(x, y) for y in cut.ys[every] for x in cut.xs[every]]
    return {"differences": [abs(theirs(point) / ours(point) - 1) for point in points]}


def summarize(runs: list[dict]) -> dict:
    """What the page says of the slice of the first seed."""
    drawn, compared = runs[0], runs[1]
    heights = drawn["heights"]
    return {
        "num_weights": drawn["num_weights"],
        "num_steps": len(heights["SGD"]) - 1,
        "explained": drawn["explained"],
        "lowest": min(map(min, drawn["losses"])),
        "highest": max(map(max, drawn["losses"])),
        "num_checked_in_tensorflow": len(compared["differences"]),
        "largest_difference_to_tensorflow": max(compared["differences"]),
        "loss_at_start": heights["SGD"][0],
        "loss_at_end": {label: of_path[-1] for label, of_path in heights.items()},
        "loss_at_end_in_slice": drawn["loss_at_end_in_slice"],
    }


def _walk(recipe: Recipe, images: ImageData, device: str) -> np.ndarray:
    """The weights before the first and after each step: shape (num_steps + 1, num_weights)."""
    package = backend("pytorch")
    model = package.build_model(recipe, images.image_shape, images.num_classes)
    points = [flat(package.get_weights(model))]

    def note() -> None:
        points.append(flat(package.get_weights(model)))

    package.train(model, images, recipe, device=device, progress=False, after_step=note)
    return np.stack(points)


def _axis(values: np.ndarray, settings: dict) -> np.ndarray:
    low, high = values.min(), values.max()
    margin = settings["margin"] * (high - low)
    return np.linspace(low - margin, high + margin, settings["resolution"]).round(4)


CLAIMS = (
    Claim(
        name="loss_slice",
        sentence="Optimizers go down a real loss surface by different ways.",
        jobs=jobs,
        run=run,
        first_losses=first_losses,
        summarize=summarize,
        num_seeds=1,
    ),
)
