"""Examples of losses, of answers whose parts have points of their own, and of trainings by seed."""

import numpy as np

from cnncourse.grading.testkit.examples import (
    ExampleError,
    as_array,
    call_of,
    expect,
    expect_shape,
    name_of,
    trying,
)
from cnncourse.grading.testkit.fakes import Fakes

_SO_FAR = "Part of the points are yours, but not yet all:"


def example(kit, loss_fn, logits, labels, *, value, gradient, hint: str, **options) -> None:
    """Have the loss of a batch computed, and its gradient with respect to the logits.

    Parameters
    ----------
    kit : module
        That `checks.test` returns.
    loss_fn : callable
        Takes logits and labels, as tensors, and the options.
    logits : list of list of float
    labels : list of int
    value, gradient : array-like
        What should come of it.
    hint : str
    **options
        Other arguments; a list is handed over as a tensor.

    Raises
    ------
    AssertionError
        For the student to read.
    """
    with trying(call_of(loss_fn, logits, labels, **options)):
        loss, found = of_loss(kit, loss_fn, logits, labels, **options)
        expect(loss, value, "the loss", hint)
        expect(found, gradient, "the gradient of the loss, which is itself right", hint, atol=1e-3)


def examples(kit, loss_fn, logits, labels, *, options, gives, hint: str) -> None:
    """Have several losses of a batch computed; complain only if none is right, else tell.

    Parameters
    ----------
    kit, loss_fn, logits, labels, hint
        As in `example`.
    options : list of dict
        The other arguments, of each loss.
    gives : list of float
        What each loss should be.

    Raises
    ------
    AssertionError
        For the student to read.
    """

    def compare(more, value):
        with trying(call_of(loss_fn, logits, labels, **more)):
            loss, _ = of_loss(kit, loss_fn, logits, labels, **more)
            expect(loss, value, "the loss", hint)

    _one_at_least([(compare, case) for case in zip(options, gives, strict=True)])


def of_loss(kit, loss_fn, logits, labels, **options):
    """Value of loss_fn(logits, labels, **options) and gradient with respect to the logits."""
    more = {
        name: tensor(kit, value) if isinstance(value, list | np.ndarray) else value
        for name, value in options.items()
    }
    # The product makes a dense gradient of a sparse one.
    return kit.value_and_gradient(lambda z, y: loss_fn(1.0 * z, y, **more), logits, labels)


def tensor(kit, numbers):
    """Numbers (n,) as a float32 tensor of the framework."""
    return kit.batch(np.reshape(numbers, (-1, 1, 1, 1)), [0] * len(numbers))[0][:, 0, 0, 0]


def numbers(value) -> np.ndarray | None:
    """A number, an array or a tensor as an array that can be published; None if it is none."""
    array = as_array(value)
    return array if np.issubdtype(array.dtype, np.number) or array.dtype == bool else None


def parts(function, *args, gives: dict, hint: str, rtol: float = 1e-3) -> None:
    """Have several things returned; complain only if none of them is right, else tell.

    Parameters
    ----------
    function : callable
        Returns a tuple.
    *args
        What to call it with.
    gives : dict
        From what each thing is, as "the loss", to what it should be.
    hint : str
    rtol : float
        How far a number may be off, as a share of it.

    Raises
    ------
    AssertionError
        For the student to read.
    """
    what = call_of(function, *args)
    with trying(what):
        returned = function(*args)
        assert isinstance(returned, list | tuple) and len(returned) == len(gives), (
            f"It returned {_described(returned)}: return a tuple of {len(gives)}, "
            f"{', '.join(gives)}."
        )

    def compare(got, name, right):
        with trying(what):
            expect(got, right, name, hint, rtol=rtol, atol=1e-4)

    _one_at_least([(compare, (r, *pair)) for r, pair in zip(returned, gives.items(), strict=True)])


def _described(value) -> str:
    items = f" of {len(value)}" if isinstance(value, list | tuple) else ""
    return f"a {type(value).__name__}{items}"


def _one_at_least(comparisons: list[tuple]) -> None:
    """Raise the first complaint if all complain, else print those that do."""
    complaints = []
    for compare, arguments in comparisons:
        try:
            compare(*arguments)
        except AssertionError as error:
            complaints.append(str(error))
    if len(complaints) == len(comparisons):
        raise ExampleError(complaints[0])
    if complaints:
        print("\n".join([_SO_FAR, *complaints]))


def seeds_example(recalls_by_seed, seeds, *, gives) -> None:
    """Have networks trained, one a seed, while fakes take the place of the other parts.

    Parameters
    ----------
    recalls_by_seed : callable
        As the exercise on losses wants it.
    seeds : list of int
    gives : list of list of float
        A row of recalls for each seed, which the fake of recalls returns, and which should come
        of it.

    Raises
    ------
    AssertionError
        For the student to read.
    """
    images, labels = np.zeros((3, 8, 8, 1), "float32"), [0, 1, 1]
    logits = np.eye(len(seeds) + 1)[:-1, None] * np.ones((1, 3, 1))  # other classes for each
    with trying(f"{name_of(recalls_by_seed)}(loss_fn, {seeds}, x, y, x_new, y_new, num_classes)"):
        record = of_seeds(recalls_by_seed, seeds, images, labels, images, labels, logits, gives)
        called = {call["function"] for call in record["calls"]}
        missing = {"new_network", "train", "logits_of", "recalls"} - called
        assert not missing, f"It called {sorted(called)}: call {', '.join(sorted(missing))}, too."
        expect(record["returned"], gives, "what it returned, where recalls returned these rows")


def of_seeds(recalls_by_seed, seeds, images, labels, new_images, new_labels, logits, rows) -> dict:
    """What recalls_by_seed returned, how it called the other parts, and the loss handed to it.

    The fake of logits_of returns `logits[i]` for the network that was made i-th, that of recalls
    returns `rows[i]` for the predictions that follow from these.
    """
    networks, num_classes = [], np.shape(rows)[1]
    rows_for = [row.tolist() for row in np.argmax(logits, axis=2)]

    def new_network(num_classes, seed):
        networks.append(type("Network", (), {})())
        return networks[-1]

    def logits_of(network, x):
        place = [network is known for known in networks].index(True)
        return np.float32(logits[min(place, len(logits) - 1)])

    def recalls(predictions, labels, num_classes):
        classes = np.asarray(predictions).tolist()
        known = classes in rows_for
        return np.array(rows[rows_for.index(classes)] if known else np.full_like(rows[0], -1.0))

    fakes = Fakes(
        new_network=new_network,
        train=lambda network, loss_fn, x, y, seed, num_epochs=12: None,
        logits_of=logits_of,
        recalls=recalls,
    )

    def loss_fn(logits, labels):
        """Stand for any loss."""

    handed = fakes.name(loss_fn)
    data = [np.asarray(labels, "int64") for labels in (labels, new_labels)]
    with fakes.replacing():
        returned = recalls_by_seed(
            loss_fn, list(seeds), images, data[0], new_images, data[1], num_classes
        )
    return {"returned": numbers(returned), "calls": fakes.calls, "handed": handed}


def draws_example(error_by_chance, probabilities, num_draws, errors, *, gives) -> None:
    """Have labels drawn, while a fake of calibration_error returns the errors in turn."""
    with trying(f"{name_of(error_by_chance)}({probabilities}, num_draws={num_draws}, seed=0)"):
        record = of_draws(error_by_chance, probabilities, num_draws, 0, errors)
        found = len(record["labels"])
        expect(found, num_draws, "the number of calls of calibration_error", "One for each draw.")
        what = f"what it returned, where calibration_error returned {errors} in turn"
        expect(record["returned"], gives, what)
        certain = np.max(probabilities, axis=1) == 1
        classes = [np.argmax(probabilities, axis=1)[certain].tolist()] * num_draws
        what = "the labels of the images whose class is certain, in each draw"
        expect(record["labels"][:, certain], classes, what)


def of_draws(error_by_chance, probabilities, num_draws: int, seed: int, errors) -> dict:
    """What error_by_chance returned, and what it handed to calibration_error.

    The fake of calibration_error returns the given errors in turn. "next" is the next number of
    NumPy's global generator, which was seeded with 0 before.
    """
    left = iter(errors)
    fakes = Fakes(calibration_error=lambda probabilities, labels, num_bins=15: next(left, 0.0))
    state = np.random.get_state()
    np.random.seed(0)
    try:
        with fakes.replacing():
            returned = error_by_chance(np.array(probabilities), num_draws, seed)
        following = np.random.random()
    finally:
        np.random.set_state(state)
    for call in fakes.calls:
        expect_shape(call["labels"], np.shape(probabilities)[:1], "the labels of a draw")
        expect_shape(call["probabilities"], np.shape(probabilities), "the probabilities of a draw")
    return {
        "returned": numbers(returned),
        "next": following,
        "labels": np.array([call["labels"] for call in fakes.calls]),
        "probabilities": np.array([call["probabilities"] for call in fakes.calls]),
        "num_bins": [call["num_bins"] for call in fakes.calls],
    }
