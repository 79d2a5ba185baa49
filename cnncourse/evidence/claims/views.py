"""Claim on the mean over several views of an image, and what it costs."""

import time

import numpy as np
from scipy.special import log_softmax

from cnncourse import VGG, HorizontalFlip, Recipe
from cnncourse.data.images import Split
from cnncourse.evidence.claim import Claim, Job, Verdict
from cnncourse.evidence.claims.augmenting import SOURCE, arms, trained
from cnncourse.evidence.comparison import arm_jobs, loss_and_accuracy, trained_and_checked
from cnncourse.evidence.jpeg import FEW, cifar10_jpeg, missing_jpeg
from cnncourse.evidence.metrics import of_test, on_test
from cnncourse.evidence.statistics import compare
from cnncourse.evidence.tuning import NUM_REPEATED, TITLES
from cnncourse.frameworks import backend

RECIPE = trained(30, model=VGG(width=8))
VIEWS = (1, 2, 10)
"""One view; it and its mirror image; these at five places."""
STEP = 2
"""Pixels that an image is moved by, to each side, for the views at other places."""
SEEN = arms(RECIPE, {"none": (), "flip": (HorizontalFlip(),), "source": SOURCE})


def moved(images: np.ndarray, down: int, right: int) -> np.ndarray:
    """Return images moved by some pixels; what comes in is the nearest pixel of the border.

    Examples
    --------
    >>> moved(np.arange(3, dtype=np.uint8).reshape(1, 1, 3, 1), 0, 1).ravel().tolist()
    [0, 0, 1]
    """
    height, width = images.shape[1:3]
    rows = np.clip(np.arange(height) - down, 0, height - 1)
    columns = np.clip(np.arange(width) - right, 0, width - 1)
    return np.ascontiguousarray(images[:, rows[:, None], columns])


def logits_of_views(framework: str, model, images: np.ndarray, count: int) -> np.ndarray:
    """Return the mean logits over so many of `VIEWS`."""
    predict = backend(framework).predict
    if count <= 2:
        return predict(model, images, flips=count == 2)
    places = ((0, 0), (STEP, 0), (-STEP, 0), (0, STEP), (0, -STEP))
    return np.mean([predict(model, moved(images, *place), flips=True) for place in places], axis=0)


def with_views(framework: str, model, split: Split, recipe: Recipe) -> dict:
    """Return loss, accuracy and seconds for each number of views.

    A `test` for `train_and_evaluate`.
    """
    results = loss_and_accuracy(framework, model, split, recipe) | {"views": []}
    for count in VIEWS:
        start = time.perf_counter()
        logits = logits_of_views(framework, model, split.images, count)
        seconds = time.perf_counter() - start
        of_label = log_softmax(logits.astype(np.float64), axis=1)[
            np.arange(len(logits)), split.labels
        ]
        results["views"].append(
            {
                "count": count,
                "loss": float(-of_label.mean()),
                "accuracy": float((logits.argmax(axis=1) == split.labels).mean()),
                "seconds": seconds,
            }
        )
    return results


def views_jobs(num_seeds: int) -> list[Job]:
    """Each network from all seeds in PyTorch, from the first ones in TensorFlow, too."""
    seeds = {"pytorch": num_seeds, "tensorflow": min(NUM_REPEATED, num_seeds)}
    return [
        job
        for framework, count in seeds.items()
        for job in arm_jobs(SEEN, range(count), (framework,), FEW)
    ]


def summarize_views(runs: list[dict]) -> dict:
    """Every number of views of a network as an arm of its own, such as `flip_2`."""
    each = [
        run | {"arm": f"{run['arm']}_{views['count']}", "test": views}
        for run in runs
        for views in of_test(run, "views")
    ]
    metrics = {
        "test_loss": on_test("loss"),
        "test_accuracy": on_test("accuracy"),
        "test_seconds": on_test("seconds"),
    }
    pairs = [(f"{arm}_{n}", f"{arm}_{m}") for arm in SEEN for n, m in ((2, 1), (10, 1), (10, 2))]
    return compare(each, metrics, pairs)


_WORDS = {"none": "without", "flip": "flips", "source": "the usual set"}
CLAIMS = (
    Claim(
        name="views",
        sentence="A network that was trained with flips has a lower test loss on the mean of an "
        "image and its mirror image than on the image alone, on CIFAR-10 (JPEG).",
        jobs=views_jobs,
        **trained_and_checked(cifar10_jpeg, test=with_views),
        summarize=summarize_views,
        verdict=Verdict("pytorch.test_loss.flip_2-flip_1", claimed="lower"),
        titles={
            f"{arm}_{count}": f"{words}, {count} view{'s' if count > 1 else ''}"
            for arm, words in _WORDS.items()
            for count in VIEWS
        }
        | {name: title for name, title in TITLES.items() if name.startswith("test")}
        | {"test_seconds": "time of the test (s)"},
        on_request=True,
        missing=missing_jpeg,
    ),
)
