"""What the test cells of every exercise share: the framework's kit, stand-ins, expected numbers."""

import inspect
import os
import sys
from contextlib import contextmanager
from importlib import import_module

import numpy as np

from cnncourse.data.images import Split
from cnncourse.frameworks import backend


def start(framework: str):
    """Begin a test cell: return the kit of the framework that the student picked.

    For the rest of the cell, stderr goes to stdout: nbgrader takes any text on stderr for a
    failure, and a warning or a progress bar makes no answer wrong.

    Raises
    ------
    CourseError
        If there is no such framework, or it is not installed.
    """
    backend(framework)  # says what to do if the name is unknown or the framework missing
    _stderr_to_stdout()
    return import_module(f"cnncourse.grading.kit_{framework}")


def _stderr_to_stdout() -> None:
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is None:
        return
    stderr, sys.stderr = sys.stderr, sys.stdout

    def restore(*_):
        sys.stderr = stderr
        shell.events.unregister("post_run_cell", restore)

    shell.events.register("post_run_cell", restore)


def dataset(name: str) -> str:
    """The data set to load: the student's choice, or the digits when a notebook is graded.

    Grading and validating need no download that way, and take seconds.
    """
    return "digits" if os.environ.get("NBGRADER_EXECUTION") else name


# --- each part on its own ---------------------------------------------------------------------


@contextmanager
def stand_ins(namespace: dict, kit, *names: str):
    """Replace functions of a notebook by right ones, so that one part's test needs no other part.

    Parameters
    ----------
    namespace : dict
        The notebook's globals().
    kit : module
        What `start` returned.
    *names : str
        Functions to replace while the block runs: those of the kit, "train" and "run".
    """
    missing = object()
    own = {name: namespace.get(name, missing) for name in names}
    makers = {"train": _make_train, "run": _make_run}
    for name in names:
        function = makers[name](namespace, kit) if name in makers else getattr(kit, name)
        namespace[name] = _forgiving(function)
    try:
        yield
    finally:
        for name, function in own.items():
            if function is missing:
                del namespace[name]
            else:
                namespace[name] = function


def _forgiving(function):
    """Drop keyword arguments that only the student's own version of the function knows."""
    known = inspect.signature(function).parameters

    def call(*args, **kwargs):
        return function(*args, **{k: v for k, v in kwargs.items() if k in known})

    return call


def _make_train(namespace, kit):
    def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
        rng = np.random.default_rng(seed)
        losses = []
        for _ in range(num_epochs):
            order = rng.permutation(len(y))
            for start in range(0, len(y), batch_size):
                indices = order[start : start + batch_size]
                x_batch, y_batch = kit.take(x, indices), kit.take(y, indices)
                losses.append(kit.train_step(model, optimizer, loss_fn, x_batch, y_batch))
        return losses

    return train


def _make_run(namespace, kit):
    train = _make_train(namespace, kit)

    def run(name, lr, x, y, num_epochs=5):
        namespace["set_seed"](0)
        images = namespace["images"]
        model = kit.build_model(images.image_shape, images.num_classes)
        optimizer = kit.make_optimizer(name, model, lr)
        return train(model, optimizer, kit.cross_entropy, x, y, num_epochs)

    return run


# --- inputs -----------------------------------------------------------------------------------


def easy_images(image_shape, num_classes: int, num_examples: int) -> Split:
    """Noise with one bright patch whose place is the class: any CNN learns them in seconds.

    Up to 16 classes; images of at least 4 by 4 pixels.
    """
    height, width, _ = image_shape
    rng = np.random.default_rng(0)
    images = rng.integers(0, 20, size=(num_examples, *image_shape), dtype=np.uint8)
    labels = np.arange(num_examples, dtype=np.int64) % num_classes
    for image, label in zip(images, labels, strict=True):
        row, column = divmod(int(label), 4)
        rows = slice(row * height // 4, (row + 1) * height // 4)
        image[rows, column * width // 4 : (column + 1) * width // 4] = 255
    return Split(images, labels)


def examples_in(loss: float) -> frozenset[int]:
    """The examples of a batch, read from the kit's `fingerprint` loss.

    Example i counts 2**i, so the sum says which were there; there are at most 20.

    Examples
    --------
    >>> sorted(examples_in(2.0**3 + 2.0**5))
    [3, 5]
    """
    assert loss < 2**20, (
        "Images and labels got out of step: shuffle them with the same order, "
        "x[indices] and y[indices]."
    )
    return frozenset(i for i in range(20) if int(loss) >> i & 1)


# --- expected numbers -------------------------------------------------------------------------


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
