"""How far a trained model's confidence is from its accuracy: bins to draw, and one number."""

import numpy as np
from scipy.special import softmax

from cnncourse.data.images import Split
from cnncourse.evidence.comparison import loss_and_accuracy
from cnncourse.evidence.metrics import of_test
from cnncourse.frameworks import backend
from cnncourse.recipe import Recipe

NUM_BINS = 15
"""As in Guo et al. (2017)."""


def reliability(logits: np.ndarray, labels: np.ndarray) -> list[dict[str, float]]:
    """Sort predictions by their confidence, the largest probability, into bins of equal width.

    Parameters
    ----------
    logits : ndarray of float, shape (num_examples, num_classes)
    labels : ndarray of int, shape (num_examples,)

    Returns
    -------
    list of dict
        For each bin that has predictions, the lowest first: `count`, the mean `confidence`, and
        the `accuracy`.

    Examples
    --------
    >>> logits = np.log([[0.9, 0.1], [0.9, 0.1], [0.45, 0.55]])
    >>> [bin["accuracy"] for bin in reliability(logits, np.array([0, 1, 1]))]
    [1.0, 0.5]
    """
    probabilities = softmax(logits.astype(np.float64), axis=1)
    confidence, correct = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    place = np.minimum((confidence * NUM_BINS).astype(int), NUM_BINS - 1)
    return [
        {
            "count": int((place == i).sum()),
            "confidence": float(confidence[place == i].mean()),
            "accuracy": float(correct[place == i].mean()),
        }
        for i in np.unique(place)
    ]


def with_reliability(framework: str, model, split: Split, recipe: Recipe) -> dict:
    """Loss, accuracy and the bins of `reliability`; a `test` for `train_and_evaluate`."""
    return with_measures(framework, model, split, recipe, reliability=reliability)


def with_measures(framework: str, model, split: Split, recipe: Recipe, **measures) -> dict:
    """Loss, accuracy, and what functions of the logits and labels make of one prediction."""
    logits = backend(framework).predict(model, split.images, flips=recipe.test_flips)
    results = loss_and_accuracy(framework, model, split, recipe)
    return results | {name: of(logits, split.labels) for name, of in measures.items()}


def calibration_error(run: dict) -> float:
    """The expected calibration error of a stored run (Guo et al., 2017, equation 3).

    That is the mean distance of accuracy and confidence, over all predictions in their bins. It is
    never below 0, so that even a calibrated model has some where the examples are few.

    Examples
    --------
    >>> bins = [{"count": 3, "confidence": 0.5, "accuracy": 1.0}]
    >>> bins.append({"count": 1, "confidence": 0.75, "accuracy": 0.5})
    >>> calibration_error({"test": {"reliability": bins}, "diverged": None})
    0.4375
    """
    bins = of_test(run, "reliability")
    gaps = sum(bin["count"] * abs(bin["accuracy"] - bin["confidence"]) for bin in bins)
    return gaps / sum(bin["count"] for bin in bins)
