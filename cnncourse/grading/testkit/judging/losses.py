"""What trusted checks expect of losses, of calibration, and of answers that may be half right."""

from collections.abc import Callable

import numpy as np
from scipy.special import stdtrit


def share_of(*parts: Callable[[], None]) -> float:
    """The share of some assertions that hold.

    Parameters
    ----------
    *parts : callable
        Each asserts something, with a message.

    Raises
    ------
    AssertionError
        That of the first, if none holds.

    Examples
    --------
    >>> def wrong():
    ...     raise AssertionError("The loss is off.")
    >>> share_of(wrong, lambda: None)
    0.5
    >>> share_of(wrong, wrong)
    Traceback (most recent call last):
    AssertionError: The loss is off.
    """
    complaints = []
    for part in parts:
        try:
            part()
        except AssertionError as complaint:
            complaints.append(complaint)
    if len(complaints) == len(parts):
        raise complaints[0]
    return 1 - len(complaints) / len(parts)


def softmax(logits):
    """Probabilities (n, num_classes), in float64."""
    return np.exp(log_softmax(logits))


def log_softmax(logits):
    """Their logarithms."""
    shifted = np.asarray(logits, dtype=float)
    shifted = shifted - shifted.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def soft_cross_entropy(logits, targets):
    """Mean cross-entropy against target distributions, and its gradient.

    Examples
    --------
    >>> loss, gradient = soft_cross_entropy([[0.0, 0.0]], np.array([[0.25, 0.75]]))
    >>> round(float(loss), 4), gradient.tolist()
    (0.6931, [[0.25, -0.25]])
    """
    log_p = log_softmax(logits)
    return -(targets * log_p).sum(axis=1).mean(), (np.exp(log_p) - targets) / len(log_p)


def smoothed_cross_entropy(logits, labels, epsilon: float):
    """Mean cross-entropy with smoothed labels (Szegedy et al., 2016), and its gradient."""
    num_classes = np.shape(logits)[1]
    return soft_cross_entropy(
        logits, (1 - epsilon) * np.eye(num_classes)[labels] + epsilon / num_classes
    )


def focal_loss(logits, labels, gamma: float, weights):
    """Mean of -w[y] (1 - p[y])**gamma ln p[y] (Lin et al., 2017), and its gradient.

    Examples
    --------
    >>> loss, gradient = focal_loss([[0.0, 0.0]], [1], 1, [1.0, 2.0])
    >>> round(float(loss), 4), gradient.round(4).tolist()
    (0.6931, [[0.8466, -0.8466]])
    """
    log_p, rows = log_softmax(logits), np.arange(len(labels))
    p, one_hot = np.exp(log_p), np.eye(log_p.shape[1])[labels]
    log_right, right = log_p[rows, labels], p[rows, labels]
    others = (p * (1 - one_hot)).sum(axis=1)  # 1 - right, without its rounding
    w = np.asarray(weights, dtype=float)[labels] / len(labels)
    from_easy = gamma * others ** (gamma - 1) * right * log_right if gamma else 0.0
    slope = w * (from_easy - others**gamma)
    return -(w * others**gamma * log_right).sum(), slope[:, None] * (one_hot - p)


def paired_interval(first, second):
    """Mean of first - second, the ends of its 95 % interval, and what these say.

    Examples
    --------
    >>> paired_interval([0.5, 0.75], [0.25, 0.5])
    (0.25, 0.25, 0.25, 'higher')
    """
    d = np.asarray(first, dtype=float) - np.asarray(second, dtype=float)
    half = stdtrit(len(d) - 1, 0.975) * d.std(ddof=1) / np.sqrt(len(d))
    low, high = float(d.mean() - half), float(d.mean() + half)
    verdict = "higher" if low > 0 else "lower" if high < 0 else "no conclusion"
    return float(d.mean()), low, high, verdict


def calibration_error(probabilities, labels, num_bins: int = 15) -> float:
    """Expected calibration error; a bin holds its lower border, the last one also 1.

    Examples
    --------
    >>> calibration_error(np.array([[0.75, 0.25], [0.25, 0.75]]), np.array([0, 0]), 2)
    0.25
    """
    confidence = np.max(probabilities, axis=1)
    correct = np.argmax(probabilities, axis=1) == labels
    bins = np.minimum((confidence * num_bins).astype(int), num_bins - 1)
    return float(np.abs(np.bincount(bins, correct - confidence)).sum() / len(labels))


def best_temperature(logits, labels, low: float = 0.1, high: float = 10.0) -> float:
    """The temperature in a range whose mean cross-entropy is the lowest.

    Examples
    --------
    >>> z = np.array([[2.0, 0.0]] * 4)
    >>> round(best_temperature(z, [0, 0, 0, 1]), 3)  # 2 / ln 3, for a probability of 3/4
    1.82
    """
    z, rows = np.asarray(logits, dtype=float), np.arange(len(labels))

    def slope(inverse):  # of the loss in 1 / T, which is convex
        return ((softmax(inverse * z) * z).sum(axis=1) - z[rows, labels]).mean()

    ends = [1 / high, 1 / low]
    for _ in range(60):
        middle = sum(ends) / 2
        ends[int(slope(middle) > 0)] = middle
    return 1 / (sum(ends) / 2)
