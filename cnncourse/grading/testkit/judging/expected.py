"""What trusted checks expect: right numbers, in plain NumPy. No student's process imports this."""

import numpy as np

from cnncourse.grading.testkit.judging import comparisons as trusted


def cross_entropy(logits, labels):
    """Mean cross-entropy and its gradient with respect to the logits, in float64.

    Examples
    --------
    >>> loss, gradient = cross_entropy([[0.0, 0.0]], [1])
    >>> round(float(loss), 4), gradient.tolist()
    (0.6931, [[0.5, -0.5]])
    """
    logits = np.asarray(logits, dtype=float)
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    rows = np.arange(len(labels))
    gradient = np.exp(log_p)
    gradient[rows, labels] -= 1
    return -log_p[rows, labels].mean(), gradient / len(labels)


def binary_cross_entropy(logits, labels):
    """Mean binary cross-entropy and its gradient with respect to logits (batch, 1).

    Examples
    --------
    >>> loss, gradient = binary_cross_entropy([[0.0]], [1])
    >>> round(float(loss), 4), gradient.tolist()
    (0.6931, [[-0.5]])
    """
    z = np.asarray(logits, dtype=float)[:, 0]
    y = np.asarray(labels, dtype=float)
    loss = np.logaddexp(0, z) - y * z
    gradient = 0.5 * (1 + np.tanh(z / 2)) - y
    return loss.mean(), gradient[:, None] / len(y)


def adam_path(kernel, gradients, lr: float) -> list[np.ndarray]:
    """A weight after each step of Adam with the default betas (Kingma and Ba, 2015)."""
    w, m, v, path = np.array(kernel, dtype=float), 0.0, 0.0, []
    for t, g in enumerate(np.asarray(gradients, dtype=float), start=1):
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g**2
        w = w - lr * (m / (1 - 0.9**t)) / np.sqrt(v / (1 - 0.999**t))
        path.append(w)
    return path


def momentum_path(
    kernel, gradients, lr: float, weight_decay: float = 0.0, *, coupled: bool = True
) -> list[np.ndarray]:
    """A weight after each step of SGD with a classical momentum of 0.9 (Polyak, 1964).

    The decay goes into the velocity (coupled, an L2 penalty, as in PyTorch) or beside it
    (decoupled, as in Keras; Loshchilov and Hutter, 2019).
    """
    w, velocity, path = np.array(kernel, dtype=float), 0.0, []
    for g in np.asarray(gradients, dtype=float):
        decay = weight_decay * w
        velocity = 0.9 * velocity + g + (decay if coupled else 0)
        w = w - lr * (velocity + (0 if coupled else decay))
        path.append(w)
    return path


def pixel_model_steps(weights, in_training, pixels, labels, lr: float, num_steps: int):
    """Gradient descent on a kit's `pixel_model`, with its `squared_error`, in training mode.

    Parameters
    ----------
    weights : sequence of float
        w1, b1, w2, b2.
    in_training : float
        What the model adds to its output in training mode.
    pixels, labels : array, shape (batch,)
    lr : float
    num_steps : int

    Returns
    -------
    losses : list of float
        Before each step.
    path : list of array, shape (4,)
        The weights after each step.

    Examples
    --------
    >>> losses, path = pixel_model_steps([1, 0, 1, 0], 0, np.array([1, 2]), [3, 5], 0.01, 1)
    >>> [float(loss) for loss in losses], path[0].tolist()
    ([6.5], [1.08, 0.05, 1.08, 0.05])
    """
    weights, losses, path = np.array(weights, dtype=float), [], []
    for _ in range(num_steps):
        w1, b1, w2, b2 = weights
        hidden = w1 * pixels + b1
        errors = w2 * hidden + b2 + in_training - labels
        back = 2 * errors / len(errors)
        gradient = [
            (back * w2 * pixels).sum(),
            (back * w2).sum(),
            (back * hidden).sum(),
            back.sum(),
        ]
        weights = weights - lr * np.array(gradient)
        losses.append(np.mean(errors**2))
        path.append(weights)
    return losses, path


def trainings(calls) -> list[dict]:
    """What was trained, from calls of build_model, train and the like that `checks.Fakes` noted.

    Parameters
    ----------
    calls : list of dict

    Returns
    -------
    list of dict
        A dict for each call of `train` or `run`. It has the entries of the call that made its
        optimizer and those of the call itself, and these:

        - "model_call", "optimizer_call": the calls that returned its model and its optimizer, or {}
        - "is_new": whether no earlier call of `train` had the same model
        - "position": which of the calls it is

        The call that returned a model has the last "set_seed" since the model before, or None.

    Examples
    --------
    >>> calls = [
    ...     {"function": "set_seed", "seed": 0, "returned": None},
    ...     {"function": "build_model", "num_classes": 10, "returned": "object 0"},
    ...     {"function": "make_optimizer", "model": "object 0", "lr": 0.1, "returned": "object 1"},
    ...     {"function": "train", "model": "object 0", "optimizer": "object 1", "num_epochs": 5},
    ... ]
    >>> (training,) = trainings(calls)
    >>> training["model_call"]["set_seed"], training["lr"], training["num_epochs"]
    (0, 0.1, 5)
    """
    found, seed, made, trained = [], None, {}, set()
    for position, call in enumerate(calls):
        if call["function"] == "set_seed":
            seed = call["seed"]
        elif call["function"] in ("train", "run"):
            model, optimizer = str(call.get("model")), made.get(str(call.get("optimizer")), {})
            links = {"model_call": made.get(model, {}), "optimizer_call": optimizer}
            new = {"is_new": model not in trained, "position": position}
            found.append({**optimizer, **call, **links, **new})
            trained.add(model)
        else:
            made[str(call["returned"])] = {**call, "set_seed": seed}
        if call["function"] == "build_model":
            seed = None  # the next model needs the seed set again
    return found


def check_training(training: dict, setting, pixels, labels, seed=0, **arguments) -> None:
    """Assert that a training started anew, and was given the right data and arguments.

    Parameters
    ----------
    training : dict
        One of those that `trainings` returns. A call of `run` has to have the arguments alone.
    setting : list
        The framework, and what the model has to be built for: image_shape, num_classes.
    pixels, labels : array, shape (n,)
        Of the images of one pixel that had to be trained on.
    seed : int
        Of the weights at the start and of the order of the batches.
    **arguments
        Others that have to be passed on, to `train` or to what makes the optimizer.

    Raises
    ------
    AssertionError
        With a message for the student.
    """
    trusted.close(training["x"], pixels.reshape(-1, 1, 1, 1), "Train on the x that is handed in")
    trusted.close(training["y"], labels, "Train on the y that is handed in")
    for name, value in arguments.items():
        trusted.equal(training.get(name), value, f"Pass {name} on.")
    trusted.equal(training["seed"], seed, "Hand the seed on: the order of the batches is its own.")
    if training["function"] == "run":
        return
    framework, *shape = setting
    model, optimizer = training["model_call"], training["optimizer_call"]
    assert model and training["is_new"], "Build a new model with build_model for every run."
    assert model["set_seed"] == seed, "Call set_seed(seed) in every run, before build_model."
    message = "Build the model for images.image_shape and images.num_classes."
    trusted.equal([model.get("image_shape"), model.get("num_classes")], shape, message)
    own = framework == "tensorflow" or optimizer.get("model") == training["model"]
    assert optimizer and own, "Make a new optimizer for the weights of every new model."
    trusted.equal(training["loss_fn"], "cross_entropy", "Train with cross_entropy.")
    trusted.equal(training["batch_size"], 32, "Leave batch_size=32 as it is by default.")


def measured(calls, function: str, training: dict, pixels, labels) -> list:
    """What a function returned for the model of a training, after it, on given images.

    Parameters
    ----------
    calls : list of dict
        As `trainings` takes them.
    function : str
        Which of them: "accuracy", for example.
    training : dict
        One of those that `trainings` returns.
    pixels, labels : array, shape (n,)
        Of the images of one pixel on which it has to be measured.

    Examples
    --------
    >>> calls = [
    ...     {"function": "train", "model": "object 0", "optimizer": "object 1", "returned": []},
    ...     {"function": "accuracy", "model": "object 0", "x": [[3]], "y": [1], "returned": 0.5},
    ... ]
    >>> measured(calls, "accuracy", trainings(calls)[0], [3], [1])
    [0.5]
    """
    # A call of `run` has the model that it returned.
    model = training.get("model") or training["returned"][0]
    return [
        call["returned"]
        for call in calls[training["position"] :]
        if call["function"] == function
        and call["model"] == model
        and np.array_equal(np.ravel(call["x"]), pixels)
        and np.array_equal(call["y"], labels)
    ]
