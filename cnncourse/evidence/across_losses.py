"""Networks that are trained with different losses and judged by one: its epochs, rates and test."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from itertools import count

import numpy as np

from cnncourse import CrossEntropy, DivergedError, EarlyStopping, MeanSquaredError
from cnncourse.data.images import ImageData, Split
from cnncourse.evidence import tuning
from cnncourse.evidence.calibration import calibration_error, reliability, with_measures
from cnncourse.evidence.claim import Claim, Job
from cnncourse.evidence.comparison import first_losses, images_of
from cnncourse.evidence.metrics import Metric, of_test
from cnncourse.frameworks import backend
from cnncourse.history import History
from cnncourse.loop import BestWeights
from cnncourse.recipe import Recipe


def lowest_error(run: dict) -> float:
    """Return the share of validation images that the best epoch classifies wrongly.

    Examples
    --------
    >>> lowest_error({"history": {"val_accuracy": [0.25, 0.75, 0.5]}, "diverged": None})
    0.25
    """
    return min(errors(run["history"]["val_accuracy"]))


def epochs_to_lowest_error(run: dict) -> int:
    """Return the number of epochs until the share of wrong validation images is at its lowest.

    Examples
    --------
    >>> epochs_to_lowest_error({"history": {"val_accuracy": [0.25, 0.75, 0.5]}, "diverged": None})
    2
    """
    found = errors(run["history"]["val_accuracy"])
    return 1 + found.index(min(found))


def errors(accuracies: Iterable[float]) -> list[float]:
    """Return what accuracies leave to 1."""
    return [1 - accuracy for accuracy in accuracies]


METRICS: Mapping[str, Metric] = {
    # The loss of the training is the recipe's own, which tells nothing of two recipes.
    name: metric
    for name, metric in tuning.METRICS.items()
    if name != "train_loss"
} | {"calibration_error": calibration_error}
METRICS_BY_ERROR: Mapping[str, Metric] = METRICS | {"kept_epoch": epochs_to_lowest_error}
"""Where the epoch is chosen by errors: `best_epoch` is still that of the lowest loss."""
TITLES = {
    "val_loss": "cross-entropy on the validation images (nats)",
    "lowest_val_loss": "lowest cross-entropy on the validation images (nats)",
    "test_loss": "cross-entropy on the test images (nats)",
    "best_epoch": "epochs to the lowest loss on the validation images",
    "kept_epoch": "epochs to the fewest errors on the validation images",
    "calibration_error": "expected calibration error",
}


def plain(recipe: Recipe) -> Recipe:
    """Return the recipe with the loss that it is judged by: cross-entropy without any options.

    The squared error stays as it is, as outputs that are trained with it are no logits.

    Examples
    --------
    >>> from cnncourse import Focal
    >>> plain(Recipe(loss=Focal(gamma=2.0))).loss
    CrossEntropy(label_smoothing=0.0, class_weights=None)
    """
    squared = type(recipe.loss) is MeanSquaredError
    return recipe if squared else replace(recipe, loss=CrossEntropy())


def compared_across_losses(
    name: str,
    sentence: str,
    tuned: tuning.Tuned,
    *,
    by_error: bool,
    titles: Mapping[str, str],
    **options,
) -> Claim:
    """Make a `tuned_comparison` whose runs are made by `train_and_judge`.

    Left to its own loss, a recipe would choose other epochs: a class-weighted one, say, counts rare
    classes too much where the classes of the validation images are equal.

    Parameters
    ----------
    name, sentence, tuned, titles, **options
        As for a `tuned_comparison`.
    by_error : bool
        Whether a run keeps the epoch with the fewest errors on the validation images, and not that
        with the lowest `plain` loss: the former where arms are compared by accuracy or recall.
    """
    claim = tuning.tuned_comparison(name, sentence, tuned, titles=TITLES | dict(titles), **options)
    run = partial(train_and_judge, **claim.run.keywords, by_error=by_error)
    return replace(claim, run=run)


def train_and_judge(
    job: Job,
    device: str,
    *,
    load: Callable[..., ImageData],
    test: Callable[..., dict],
    changes: Mapping | None,
    num_steps: int,
    by_error: bool,
) -> dict:
    """Train with the recipe's loss; validate and test with the `plain` one.

    Parameters
    ----------
    job, device, load, test, changes, num_steps
        As for `comparison.train_and_evaluate`.
    by_error : bool
        As for `compared_across_losses`.

    Returns
    -------
    dict
        As of `comparison.train_and_evaluate`. The `val_loss` of the history is the plain one, too.
    """
    recipe, images = Recipe.from_dict(job.recipe), images_of(job.dataset, load)
    try:
        model, history = fit(job.framework, recipe, images, device, by_error)
        tested = test(job.framework, model, images.test, plain(recipe))
    except DivergedError as error:
        where = {"step": error.step, "epoch": error.epoch}
        results = {"history": None, "test": None, "diverged": where}
    else:
        results = {"history": history.to_dict(), "test": tested, "diverged": None}
    if changes or device != "cpu" or results["diverged"]:
        results["first_losses"] = first_losses(job, load=load, changes=changes, num_steps=num_steps)
    return results


def fit(
    framework: str, recipe: Recipe, images: ImageData, device: str, by_error: bool
) -> tuple[object, History]:
    """Return a model with the weights of its best epoch, and the history.

    The best epoch has the lowest `plain` loss on the validation images, or the fewest errors.

    Raises
    ------
    DivergedError
        If a loss stops being finite.
    """
    package, steps = backend(framework), count(1)
    steps_per_epoch = recipe.steps_per_epoch(len(images.train.labels))
    best, losses = BestWeights(EarlyStopping(patience=recipe.num_epochs)), []
    model = package.build_model(recipe, images.image_shape, images.num_classes)

    def after_step() -> None:
        if next(steps) % steps_per_epoch == 0:
            loss, accuracy = package.evaluate(model, images.val, plain(recipe))
            losses.append(loss)
            best.note(1 - accuracy if by_error else loss, lambda: package.get_weights(model))

    history = package.train(
        model, images, recipe, device=device, progress=False, after_step=after_step
    )
    if not all(map(math.isfinite, (*history.grad_norm, *losses))):
        # Only the update of the very last step can do this unnoticed by the step after it.
        raise DivergedError(len(history.loss) - 1, len(losses) - 1, losses[-1])
    package.set_weights(model, best.weights)
    return model, replace(history, val_loss=losses)


def with_recall(framework: str, model, split: Split, recipe: Recipe) -> dict:
    """What `with_reliability` keeps, and the `recall`; a `test` for `train_and_evaluate`."""
    measures = {"reliability": reliability, "recall": recall}
    return with_measures(framework, model, split, recipe, **measures)


def recall(logits: np.ndarray, labels: np.ndarray) -> list[float]:
    """Return the share of each class's images that is classified correctly.

    Parameters
    ----------
    logits : ndarray of float, shape (num_examples, num_classes)
    labels : ndarray of int, shape (num_examples,)
        With an image of each class.

    Examples
    --------
    >>> recall(np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 2.0]]), np.array([0, 0, 1]))
    [0.5, 1.0]
    """
    correct = logits.argmax(axis=1) == labels
    return [float(correct[labels == label].mean()) for label in range(logits.shape[1])]


def mean_recall(classes: Iterable[int]) -> Metric:
    """Return a metric: the recall, averaged over some classes.

    Examples
    --------
    >>> mean_recall([0, 2])({"test": {"recall": [0.5, 0.9, 1.0]}, "diverged": None})
    0.75
    """
    chosen = list(classes)
    return lambda run: float(np.mean([of_test(run, "recall")[label] for label in chosen]))


def accuracy_at(shares: Iterable[float]) -> Metric:
    """Return a metric: the accuracy if each class had this share of the test images.

    Parameters
    ----------
    shares : iterable of float
        Of each class; they need not add up to 1, so that counts will do. Equal ones give the
        balanced accuracy.

    Examples
    --------
    >>> accuracy_at([9, 1])({"test": {"recall": [1.0, 0.0]}, "diverged": None})
    0.9
    """
    weights = list(shares)
    return lambda run: float(np.average(of_test(run, "recall"), weights=weights))
