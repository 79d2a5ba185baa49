"""Update rules and steps of training, each fed with given numbers, and examples of them.

The functions `of_...` return what a part made of its inputs, for a trusted check; `rule_example`,
`walk_example` and `step_example` compare it. Nothing here knows a right answer.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from numbers import Real

import numpy as np

from cnncourse.grading.testkit.examples import as_array, expect, name_of, trying
from cnncourse.grading.testkit.trainings import one_pixel


@contextmanager
def apart() -> Iterator[None]:
    """Have an example of one half of a part fail without the points of its other half.

    The student sees it fail. While a hand-in is graded, the cell goes on to its trusted check,
    which says how much of the part is right.

    Examples
    --------
    >>> _ = os.environ.pop("NBGRADER_EXECUTION", None)  # nobody grades
    >>> with apart():
    ...     expect(1, 2, "the second half")
    Traceback (most recent call last):
    cnncourse.grading.testkit.examples.ExampleError: the second half
      is         1
      should be  2
    """
    try:
        yield
    except Exception:
        if os.environ.get("NBGRADER_EXECUTION") != "autograde":
            raise


def attempt(function, *args, **kwargs):
    """What a function returns, or None if it fails: for the second half of a part.

    Examples
    --------
    >>> attempt(int, "2"), attempt(int, "two")
    (2, None)
    """
    try:
        return function(*args, **kwargs)
    except Exception:
        return None


def rule_example(rule, gradients, *, directions, hint: str, **options) -> None:
    """Have a rule turn gradients into directions, step by step.

    Parameters
    ----------
    rule : callable
        Takes a gradient, its memory and the number of the step, and the options; returns the
        direction.
    gradients, directions : list of list of float
        Of each step.
    hint : str
        What to try.
    **options
        For the rule.

    Raises
    ------
    AssertionError
        For the student to read.
    """
    said = "".join(f", {name}={value}" for name, value in options.items())
    with trying(f"{name_of(rule)}(g, memory, t{said}), with the gradients {gradients} in turn"):
        (seen,) = of_rule(rule, [{"gradients": np.array(gradients), **options}])
        for step, (found, right) in enumerate(zip(seen["at_once"], directions, strict=True), 1):
            expect(found, right, f"the direction of step {step}", hint)


def of_rule(rule, runs: list[dict], **options) -> list[dict]:
    """What a rule makes of the gradients of several runs, which take their steps by turns.

    Parameters
    ----------
    rule : callable
    runs : list of dict
        Each has "gradients", one for each step, as many as in the other runs, and its options.
    **options
        For all runs.

    Returns
    -------
    list of dict
        Of each run: the directions "at_once", as they came; the same arrays "at_last", after all
        steps; and the "gradients" after all steps.
    """
    memories, seen = [{} for _ in runs], []
    gradients = [[np.array(g) for g in run["gradients"]] for run in runs]
    returned = [[] for _ in runs]
    at_once = [[] for _ in runs]
    for step in range(len(gradients[0])):
        for number, run in enumerate(runs):
            own = {name: value for name, value in run.items() if name != "gradients"}
            found = rule(gradients[number][step], memories[number], step + 1, **own, **options)
            returned[number].append(found)
            at_once[number].append(numbers(found, "the direction"))
    for number in range(len(runs)):
        at_last = [numbers(found, "the direction") for found in returned[number]]
        seen.append(
            {"at_once": at_once[number], "at_last": at_last, "gradients": gradients[number]}
        )
    return seen


def walk_example(walk, start, lr, num_steps, decay, *, path, hint: str) -> None:
    """Have steps taken from a start, where a rule returns the gradient, which is 2 * w."""
    said = f"rule, gradient_at, {start}, lr={lr}, num_steps={num_steps}, decay={decay}"
    with trying(f"{name_of(walk)}({said})\nwith the rule d = g, and the gradient 2 * w"):
        found = walk(lambda g, memory, t: g, lambda w: 2 * _checked(w), start, lr, num_steps, decay)
        expect(found, path, "the weights at the start and after each step", hint)


def of_walk(walk, matrix, start, lr, num_steps, decay=None) -> dict:
    """Where a walk goes with a rule that remembers, on the gradient matrix @ w.

    The rule's direction is m, which starts at 0 and becomes 0.5 * m + (1 + 0.1 * t) * g in step t:
    the very array that it remembers.

    Returns
    -------
    dict
        The "path"; the number of each step at which the rule was called, "steps"; and the "start"
        after the walk.
    """
    start, steps = np.array(start) if isinstance(start, np.ndarray) else list(start), []

    def rule(g, memory, t):
        steps.append(int(t))
        memory["m"] = 0.5 * memory.get("m", 0.0) + (1 + 0.1 * t) * g
        return memory["m"]

    option = {} if decay is None else {"decay": decay}
    path = walk(rule, lambda w: matrix @ _checked(w), start, lr, num_steps, **option)
    return {"path": numbers(path, "the path"), "steps": steps, "start": start}


def optimizer_example(
    kit, make_optimizer, name, lr, weight_decay, start, gradients, *, path
) -> None:
    """Have an optimizer of the framework take a step along each gradient."""
    said = f"{name!r}, model, lr={lr}, weight_decay={weight_decay}"
    with trying(f"{name_of(make_optimizer)}({said}), weights {start}"):

        def make(model):
            return make_optimizer(name, model, lr, weight_decay)

        found = kit.descend(make, [start], [[g] for g in gradients])
        hint = "Are the rule, lr and the other numbers right, and the rest default?"
        for step, (weights, right) in enumerate(zip(found, path, strict=True), start=1):
            what = f"the weights after step {step}, with gradients {gradients[:step]}"
            expect(weights[0], right, what, hint, rtol=0, atol=2e-3 * lr)


def step_example(kit, train_step, *, lr, limit, loss, norm, after) -> None:
    """Have one step taken, by gradient descent on a squared error."""
    with trying(
        f"{name_of(train_step)}(model, optimizer, loss_fn, x, y, lr={lr}, limit={limit}), with the "
        "model w2 * (w1 * x + b1) + b2, its weights w1, b1, w2, b2 = [1, 0, 1, 0], pixels [1, 2], "
        "labels [3, 5] and a squared error"
    ):
        case = {"weights": [1, 0, 1, 0], "batches": [([1, 2], [3, 5])]}
        seen = of_steps(kit, train_step, **case, lrs=[lr], longest=[limit])
        (found_loss,), (found_norm,), (path,) = seen["losses"], seen["norms"], seen["path"]
        expect(found_loss, loss, "the loss that it returned", "That of the batch, before the step.")
        hint = "Set the rate of the optimizer to lr, and clip to the limit if there is one."
        expect(path, after, "the weights after the step", hint)
        hint = "Of all weights together, before clipping."
        with apart():
            expect(found_norm, norm, "the norm that it returned", hint)


def of_steps(kit, train_step, weights, batches, lrs, longest, in_training=0.0) -> dict:
    """Losses and norms of steps of SGD with momentum, and the weights after each.

    The optimizer has another learning rate until a step sets its own.

    Parameters
    ----------
    kit : module
    train_step : callable
    weights : sequence of float
        Of the kit's `pixel_model`: w1, b1, w2, b2.
    batches : list of (pixels, labels)
    lrs, longest : list of float
        Of each step; no limit where it is None.
    in_training : float
        What the model adds to its output in training mode.
    """
    model = kit.pixel_model(*weights, in_training=in_training)
    optimizer = kit.sgd(model, lr=0.5, momentum=0.9)
    losses, norms, path = [], [], []
    for (pixels, labels), lr, limit in zip(batches, lrs, longest, strict=True):
        x, y = one_pixel(kit, pixels, labels)
        kit.predict(model, x)  # leaves a PyTorch model in evaluation mode
        option = {} if limit is None else {"limit": limit}
        returned = train_step(model, optimizer, kit.squared_error, x, y, lr, **option)
        pair = isinstance(returned, tuple | list) and len(returned) == 2
        assert pair and all(isinstance(value, Real) for value in returned), (
            f"It returned {described(returned)}: return the loss and the norm, two numbers, as "
            "float(...) makes them."
        )
        losses.append(float(returned[0]))
        norms.append(float(returned[1]))
        path.append(np.array(kit.weights(model), dtype=float))
    return {"losses": losses, "norms": norms, "path": path}


def _checked(w):
    assert isinstance(w, np.ndarray), (
        f"gradient_at was handed {described(w)}: make an array of floats of the start first."
    )
    return w


def numbers(value, what: str) -> np.ndarray:
    """A copy of an array, a tensor or a list of numbers that was returned."""
    array = np.array(as_array(value))
    assert array.dtype != object, f"Of {what} it returned {described(value)}: return an array."
    return array


def described(value) -> str:
    """The type of a value, in words."""
    return "nothing" if value is None else f"a {type(value).__name__}"
