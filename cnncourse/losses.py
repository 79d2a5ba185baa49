"""The losses that a recipe can have: what each one compares, without a framework.

Targets are distributions over the classes, of which an integer label is the special case.
"""

from dataclasses import replace

import numpy as np

from cnncourse.declaration import (
    Fraction,
    NotNegative,
    Positive,
    Registry,
    Weights,
)
from cnncourse.errors import require

LOSSES = Registry("loss")


@LOSSES.option("cross_entropy")
class CrossEntropy:
    """Softmax cross-entropy of logits, -sum_k t[k] log p[k] for a target distribution t.

    For an example of class y that is -log p[y].

    Parameters
    ----------
    label_smoothing : float
        Share of the target spread evenly over all classes (Szegedy et al., 2016, section 7).
    class_weights : tuple of float, optional
        One factor per class; an example of class y counts class_weights[y] times. The mean is
        taken over the number of examples, as in Keras, not over the sum of weights.
    """

    label_smoothing: Fraction = 0.0
    class_weights: Weights | None = None


@LOSSES.option("binary_cross_entropy")
class BinaryCrossEntropy:
    """Sigmoid cross-entropy of logits: one output for two classes, else one per class.

    Parameters
    ----------
    label_smoothing : float
        Moves the targets 0 and 1 to s/2 and 1 - s/2.
    """

    label_smoothing: Fraction = 0.0


@LOSSES.option("mean_squared_error")
class MeanSquaredError:
    """Mean over the outputs of the squared difference to the target distribution.

    Used for classification it is a baseline (Hui and Belkin, 2021); its home is regression.
    """


@LOSSES.option("focal")
class Focal:
    """Focal loss, -sum_k t[k] (1 - p[k])^gamma log p[k] (Lin et al., 2017, equation 4; softmax).

    Parameters
    ----------
    gamma : float
        How strongly easy examples are played down; 0 gives cross-entropy.
    class_weights : tuple of float, optional
        The paper's alpha, one per class.
    """

    gamma: NotNegative = 2.0
    class_weights: Weights | None = None


@LOSSES.option("logit_adjusted")
class LogitAdjusted:
    """Cross-entropy of logits + tau log(prior), for classes of unequal size (Menon et al., 2021).

    Training asks a rare class to win by a margin; evaluation and prediction take the logits as they
    are, with the cross-entropy as their loss (equation 10 of the paper).

    Parameters
    ----------
    tau : float
        Strength of the adjustment; 1 is consistent for the balanced error, 0 gives cross-entropy.
    priors : tuple of float, optional
        Share of each class in the training images; counted in their labels where it is left out.
    """

    tau: Positive = 1.0
    priors: Weights | None = None


def for_training(option, labels: np.ndarray, num_classes: int):
    """Return the loss with what it takes from the training labels.

    Parameters
    ----------
    option
        An option in `LOSSES`.
    labels : ndarray of int64, shape (num_examples,)
    num_classes : int

    Raises
    ------
    RecipeError
        If a class has no training image, so that its share has no logarithm.

    Examples
    --------
    >>> for_training(LogitAdjusted(), np.array([0, 0, 0, 1]), num_classes=2).priors
    (0.75, 0.25)
    """
    if type(option) is not LogitAdjusted or option.priors is not None:
        return option
    counts = np.bincount(labels, minlength=num_classes)
    require(
        counts.min() > 0,
        f"Class {counts.argmin()} has no training image, so logit_adjusted cannot weigh it: "
        "give priors, or leave the class out.",
    )
    return replace(option, priors=tuple((counts / counts.sum()).tolist()))


def for_evaluation(option):
    """Return the loss that a trained model is judged by, from the one that it is trained with.

    Examples
    --------
    >>> for_evaluation(LogitAdjusted())
    CrossEntropy(label_smoothing=0.0, class_weights=None)
    """
    return CrossEntropy() if type(option) is LogitAdjusted else option
