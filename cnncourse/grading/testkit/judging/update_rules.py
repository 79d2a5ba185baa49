"""What trusted checks expect of update rules, steps and comparisons, in plain NumPy."""

import numpy as np

from cnncourse.grading.testkit.judging import comparisons as trusted


def directions(rule: str, gradients, **options) -> np.ndarray:
    """Direction of each step of a rule: "momentum", "nesterov", "rmsprop" or "adam".

    Parameters
    ----------
    rule : str
    gradients : array, shape (num_steps, ...)
    **options
        mu, rho, beta1, beta2, eps; by default as in the book.

    Examples
    --------
    >>> directions("momentum", [1.0, 1.0], mu=0.5).tolist()
    [1.0, 1.5]
    >>> directions("nesterov", [1.0, 1.0], mu=0.5).tolist()
    [1.5, 1.75]
    """
    known = {"mu": 0.9, "rho": 0.9, "beta1": 0.9, "beta2": 0.999, "eps": 1e-7} | options
    mu, rho, beta1, beta2, eps = (known[name] for name in ("mu", "rho", "beta1", "beta2", "eps"))
    v = m = s = 0.0
    found = []
    for t, g in enumerate(np.asarray(gradients, dtype=float), start=1):
        v = mu * v + g
        m = beta1 * m + (1 - beta1) * g
        decay = rho if rule == "rmsprop" else beta2
        s = decay * s + (1 - decay) * g**2
        found.append(
            {
                "momentum": v,
                "nesterov": g + mu * v,
                "rmsprop": g / np.sqrt(s + eps),
                "adam": m / (1 - beta1**t) / (np.sqrt(s / (1 - beta2**t)) + eps),
            }[rule]
        )
    return np.array(found)


def check_rule(rule: str, runs: list, seen: list, message: str) -> None:
    """Assert that directions are right, and that nothing was changed in place.

    Parameters
    ----------
    rule : str
    runs : list of dict
        "gradients" of each run, and the options of the rule.
    seen : published value
        What `testkit.rules.of_rule` returned; None if the rule failed.
    message : str
        What to tell the student if the directions are others.

    Raises
    ------
    AssertionError
    """
    assert seen is not None, message
    for run, of_run in zip(runs, seen, strict=True):
        options = {name: value for name, value in run.items() if name != "gradients"}
        right = directions(rule, run["gradients"], **options)
        trusted.close(of_run["gradients"], run["gradients"], "The gradient g was changed in place")
        size = np.abs(right).max()
        trusted.close(of_run["at_once"], right, message, atol=1e-6 * size)
        assert all(np.asarray(found).dtype.kind == "f" for found in of_run["at_once"]), (
            "A direction came as whole numbers: return an array of floats."
        )
        kept = "A direction that was returned changed in a later step: return a new array in each"
        trusted.close(of_run["at_last"], right, kept, atol=1e-6 * size)


def path(rule: str, start, gradients, lr: float, decay: float = 0.0, **options) -> np.ndarray:
    """Weights after each step of a rule with given gradients and decoupled decay.

    Examples
    --------
    >>> path("momentum", 4.0, [1.0, 1.0], lr=0.1, decay=0.5).round(4).tolist()
    [3.7, 3.325]
    """
    w, found = np.array(start, dtype=float), []
    for d in directions(rule, gradients, **options):
        w = w - lr * (d + decay * w)
        found.append(w)
    return np.array(found)


def walk(matrix, start, lr: float, num_steps: int, decay: float = 0.0) -> np.ndarray:
    """The path of `testkit.rules.of_walk`, whose rule is m, with m <- 0.5 m + (1 + 0.1 t) g.

    Examples
    --------
    >>> walk(np.eye(1), [1.0], lr=0.1, num_steps=2).round(4).tolist()
    [[1.0], [0.89], [0.7282]]
    """
    w, m = np.array(start, dtype=float), 0.0
    found = [w]
    for t in range(1, num_steps + 1):
        g = matrix @ w
        m = 0.5 * m + (1 + 0.1 * t) * g
        w = w - lr * (m + decay * w)
        found.append(w)
    return np.array(found)


def steps(weights, in_training: float, batches, lrs, longest, lr_inside: bool) -> tuple:
    """Steps of SGD with a momentum of 0.9 on the kits' `pixel_model`, with its squared error.

    Parameters
    ----------
    weights : sequence of float
        w1, b1, w2, b2.
    in_training : float
        What the model adds to its output in training mode.
    batches : list of (pixels, labels)
    lrs, longest : list of float
        Of each step; None for no limit.
    lr_inside : bool
        Whether the learning rate stands inside of the velocity, as in Keras, or outside, as in
        PyTorch: where it changes, that makes a difference.

    Returns
    -------
    losses, norms : list of float
        Before each step, and before clipping.
    path : array, shape (num_steps, 4)
    """
    weights, velocity = np.array(weights, dtype=float), 0.0
    losses, norms, found = [], [], []
    for (pixels, labels), lr, limit in zip(batches, lrs, longest, strict=True):
        w1, b1, w2, b2 = weights
        hidden = w1 * pixels + b1
        errors = w2 * hidden + b2 + in_training - labels
        back = 2 * errors / len(errors)
        parts = (back * w2 * pixels, back * w2, back * hidden, back)
        gradient = np.array([part.sum() for part in parts])
        losses.append(np.mean(errors**2))
        norms.append(np.linalg.norm(gradient))
        if limit is not None:
            gradient = gradient * min(1, limit / norms[-1])
        velocity = 0.9 * velocity + (lr if lr_inside else 1) * gradient
        weights = weights - (1 if lr_inside else lr) * velocity
        found.append(weights)
    return losses, norms, np.array(found)


def share_of(*checks) -> float:
    """The share of the checks that find nothing to complain of.

    Parameters
    ----------
    *checks : callable
        Each takes nothing, and asserts.

    Raises
    ------
    AssertionError
        The first one's, if all of them complain.

    Examples
    --------
    >>> share_of(lambda: trusted.close(1, 1, "the step"), lambda: trusted.close(1, 2, "the norm"))
    0.5
    """
    complaints = []
    for check in checks:
        try:
            check()
        except AssertionError as error:
            complaints.append(error)
    if len(complaints) == len(checks):
        raise complaints[0]
    return 1 - len(complaints) / len(checks)


def one_or_half(check) -> float:
    """The share of a part whose first half is right: 1, or 0.5 where a check complains.

    Examples
    --------
    >>> one_or_half(lambda: trusted.close(1, 2, "the second half"))
    0.5
    """
    return share_of(lambda: None, check)
