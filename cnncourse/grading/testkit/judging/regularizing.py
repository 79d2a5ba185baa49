"""What trusted checks of regularizers expect, in plain NumPy. No student's process imports this."""

from collections.abc import Callable

import numpy as np
from scipy.special import stdtrit

from cnncourse.grading.testkit.judging import comparisons as trusted


def share(*parts: Callable[[], None]) -> float:
    """The share of the parts of an answer that are right.

    Parameters
    ----------
    *parts : callable
        Each asserts something.

    Raises
    ------
    AssertionError
        That of the first part, if none is right.

    Examples
    --------
    >>> def fails():
    ...     raise AssertionError("the gradient is off")
    >>> share(lambda: None, fails)
    0.5
    """
    errors = []
    for part in parts:
        try:
            part()
        except AssertionError as error:
            errors.append(error)
    if len(errors) == len(parts):
        raise errors[0]
    return (len(parts) - len(errors)) / len(parts)


def penalty(weights, strength: float, kind: str) -> tuple[float, list[np.ndarray]]:
    """L1 or L2 penalty of the weights with two or more axes, and its gradients.

    Examples
    --------
    >>> value, gradients = penalty([np.array([[2.0, -1.0]]), np.array([3.0])], 0.1, "l2")
    >>> float(value), [gradient.tolist() for gradient in gradients]
    (0.25, [[[0.2, -0.1]], [0.0]])
    """
    arrays = [np.asarray(w, dtype=float) * (np.ndim(w) > 1) for w in weights]
    if kind == "l1":
        value = strength * sum(np.abs(w).sum() for w in arrays)
        return value, [strength * np.sign(w) for w in arrays]
    return strength / 2 * sum((w**2).sum() for w in arrays), [strength * w for w in arrays]


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    """Batch norm of (batch, height, width, channels), and the running statistics after it.

    Examples
    --------
    >>> y, mean, var = batch_norm(np.reshape([1.0, 3.0], (2, 1, 1, 1)), 1, 0, 0, 1, True)
    >>> y.ravel().round(3).tolist(), mean.round(3).tolist(), var.round(3).tolist()
    ([-1.0, 1.0], [0.2], [1.0])
    """
    x, mean, var = np.asarray(x, dtype=float), running_mean, running_var
    if training:
        mean, var = x.mean((0, 1, 2)), x.var((0, 1, 2))
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    return gamma * (x - mean) / np.sqrt(var + eps) + beta, running_mean, running_var


def group_norm(x, gamma, beta, groups: int, eps=1e-5) -> np.ndarray:
    """Group norm of (batch, height, width, channels).

    Examples
    --------
    >>> x = np.reshape([1.0, 3.0, 10.0, 10.0], (1, 1, 1, 4))
    >>> group_norm(x, 1, 0, 2).ravel().round(3).tolist()
    [-1.0, 1.0, 0.0, 0.0]
    """
    x = np.asarray(x, dtype=float)
    parts = [
        (part - part.mean((1, 2, 3), keepdims=True))
        / np.sqrt(part.var((1, 2, 3), keepdims=True) + eps)
        for part in np.split(x, groups, axis=3)
    ]
    return gamma * np.concatenate(parts, axis=3) + beta


def adam_path(
    w, gradients, lr, weight_decay=0.0, decoupled=True, beta1=0.9, beta2=0.999, eps=1e-8
) -> list[np.ndarray]:
    """A weight after each step of Adam, with an L2 penalty or with decoupled decay.

    Examples
    --------
    >>> [path] = adam_path(np.array([2.0]), [np.array([1.0])], 0.1, 0.5, True)
    >>> path.round(6).tolist()
    [1.8]
    """
    w, m, v, path = np.array(w, dtype=float), 0.0, 0.0, []
    for t, g in enumerate(gradients, start=1):
        g = np.asarray(g, dtype=float) + (0 if decoupled else weight_decay * w)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        step = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
        w = w - lr * step - (lr * weight_decay * w if decoupled else 0)
        path.append(w)
    return path


def end_of(losses, max_epochs: int, patience: int) -> int:
    """After how many epochs a training with early stopping ends.

    Examples
    --------
    >>> end_of([0.9, 0.7, 0.8, 0.75, 0.5], max_epochs=5, patience=2)
    4
    """
    lowest, waited = np.inf, 0
    for epoch, loss in enumerate(losses[:max_epochs], start=1):
        lowest, waited = (loss, 0) if loss < lowest else (lowest, waited + 1)
        if waited == patience:
            return epoch
    return max_epochs


def paired(first: dict, second: dict) -> tuple[list[float], str]:
    """Mean of the differences with their 95 % interval, and what it says of 0.

    Examples
    --------
    >>> numbers, word = paired({0: 0.5, 1: 0.6, 2: 0.4}, {2: 0.4, 0: 0.4, 1: 0.7})
    >>> [round(float(number), 3) for number in numbers], word
    ([0.0, -0.248, 0.248], 'no conclusion')
    """
    d = np.array([first[seed] - second[seed] for seed in sorted(first.keys() & second.keys())])
    half = stdtrit(len(d) - 1, 0.975) * d.std(ddof=1) / np.sqrt(len(d))
    mean = d.mean()
    word = "lower" if mean + half < 0 else "higher" if mean - half > 0 else "no conclusion"
    return [mean, mean - half, mean + half], word


def check_run(record: dict, seed, setting: dict, shape: list, train_options: dict) -> None:
    """Assert that a run called the other parts in order, with the right arguments.

    Parameters
    ----------
    record : dict
        What `of_run_once` of the kit's `regularizing` returned.
    seed : int
    setting : dict
    shape : list
        image_shape and num_classes.
    train_options : dict
        The lr, max_epochs and patience that have to arrive.
    """
    calls = record["calls"]
    seeded = [i for i, call in enumerate(calls) if call["function"] == "set_seed"]
    for place in seeded:
        trusted.equal(calls[place]["seed"], seed, "Hand the seed to set_seed.")
    found = {}
    for name in ("build_model", "make_optimizer", "fit_early"):
        places = [i for i, call in enumerate(calls) if call["function"] == name]
        assert len(places) == 1, f"It should call {name} once in a run."
        found[name] = calls[places[0]] | {"place": places[0]}
    built, made, fitted = found.values()
    assert seeded and seeded[0] < built["place"], "Call set_seed before build_model."
    message = "Build the model for images.image_shape and images.num_classes."
    trusted.equal([built["image_shape"], built["num_classes"]], shape, message)
    for name in ("dropout", "batch_norm"):
        trusted.equal(built[name], setting[name], f"Build it with the {name} of the setting.")
    message = "Make the optimizer with lr and the weight_decay of the setting."
    handed = [made["lr"], made["weight_decay"]]
    trusted.equal(handed, [train_options["lr"], setting["weight_decay"]], message)
    trusted.equal(made["model"], built["returned"], "Make the optimizer for the new model.")
    message = "Hand the model, its optimizer, train and val to fit_early."
    handed = [fitted["model"], fitted["optimizer"]]
    trusted.equal(handed, [built["returned"], made["returned"]], message)
    for pair, labels in ((fitted["train"], [3, 2, 1]), (fitted["val"], [1, 7])):
        assert isinstance(pair, list) and len(pair) == 2, message
        trusted.equal(pair[1], labels, message)
    for name in ("max_epochs", "patience"):
        trusted.equal(fitted[name], train_options[name], f"Hand {name} to fit_early.")
    trusted.equal(record["setting"], setting, "Leave the setting as it is: other seeds follow.")
    for call in calls[fitted["place"] :]:
        if call["function"] == "mean_loss":
            message = "At last, measure mean_loss of the new model with cross_entropy."
            handed = [call["model"], call["loss_fn"]]
            trusted.equal(handed, [built["returned"], "cross_entropy"], message)
