"""Regularizers, tried: penalties, norms, optimizers with decay, and trainings that end early.

The functions `of_...` return what a part made, for a trusted check; the examples compare it. In
place of images stand single pixels, and `train_epoch` and `mean_loss` are fakes: a training is a
list of the states that the model goes through, and of its validation losses.
"""

import numpy as np

from cnncourse.grading.testkit.examples import call_of, expect, name_of, trying
from cnncourse.grading.testkit.fakes import Fakes
from cnncourse.grading.testkit.trainings import one_pixel

_NOT_CONNECTED = (
    "The penalty is not connected to the weights, so nothing pulls at them: return a tensor, "
    "computed with the framework's operations alone."
)
_UNTRAINED = 99.0
"""The loss of a model that has not been trained yet."""


def partly(*examples) -> None:
    """Try the parts of an answer that have points of their own: one that fails spares the others.

    Parameters
    ----------
    *examples : callable
        One for each part, which raises something where it fails.

    Raises
    ------
    Exception
        What the first one raises, if all fail. If only some do, it is printed what is wrong.

    Examples
    --------
    >>> def fails():
    ...     raise AssertionError("the gradient: it should be 1")
    >>> partly(lambda: None, fails)
    This part of the points is still missing:
    the gradient: it should be 1
    """
    errors = []
    for example in examples:
        try:
            example()
        except Exception as error:
            errors.append(error)
    if len(errors) == len(examples):
        raise errors[0]
    for error in errors:
        kind = "" if isinstance(error, AssertionError) else f"{type(error).__name__}: "
        print("This part of the points is still missing:")
        print("\n".join([*getattr(error, "__notes__", ()), f"{kind}{error}"]))


def norm_example(batch_norm, numbers, start, *, training, y=None, running=None) -> None:
    """Have numbers of one channel normalized: what are they, or the running statistics, after it?

    Parameters
    ----------
    batch_norm : callable
    numbers : list of float
        Each an image of one pixel.
    start : tuple of float
        Running mean and variance.
    training : bool
    y, running : list of float
        One of them: the numbers behind batch norm, or the running statistics.
    """
    x, one, zero = np.reshape(numbers, (-1, 1, 1, 1)), np.ones(1), np.zeros(1)
    mean, variance = (np.array([value], float) for value in start)
    with trying(
        f"{name_of(batch_norm)} of {numbers} in one channel, gamma 1, beta 0, running mean and "
        f"variance {start}, training={training}"
    ):
        returned = batch_norm(x, one, zero, mean, variance, training)
        assert isinstance(returned, tuple | list) and len(returned) == 3, (
            "It should return three arrays: y, running_mean, running_var."
        )
        if y is not None:
            hint = "In training, the batch's own mean and variance; in evaluation, the running."
            expect(np.ravel(returned[0]), y, "y", hint)
        else:
            hint = "0.9 of the old value, and 0.1 of the batch's (the variance divided by n)."
            expect(np.ravel(returned[1:]), running, "running mean and variance after it", hint)


def of_penalty(kit, penalty_tensor, numbers, l1, l2):
    """Value and gradient of the penalty: numbers (n, 4) as a bias, a kernel, and another one.

    Of the four columns, the first is a weight with one axis, the next two are one with two, and
    the last is one with four.
    """

    def penalty(numbers, _):
        weights = [numbers[:, 0], numbers[:, 1:3], numbers[:, 3:, None, None]]
        return penalty_tensor(weights, l1, l2)

    try:
        return kit.value_and_gradient(penalty, numbers, [0])
    except AssertionError as error:
        if str(error) == kit.NOT_CONNECTED:
            raise AssertionError(_NOT_CONNECTED) from None
        raise


def penalty_example(kit, penalty_tensor, kernel, l1, l2, *, value, gradient) -> None:
    """Have the penalty of a kernel computed, beside a bias of 5 and another kernel of zeros."""
    numbers = [[5.0, *row, 0.0] for row in kernel]
    with trying(f"{name_of(penalty_tensor)}([kernel, bias], {l1=}, {l2=}), the kernel {kernel}"):
        found, gradients = of_penalty(kit, penalty_tensor, numbers, l1, l2)
        hint = "l1 times the sum of |w|, and l2 / 2 times the sum of w**2, of kernels alone."
        expect(found, value, "the penalty", hint)
        expect(gradients[:, 1:3], gradient, "its gradient with respect to the kernel", hint)


def of_optimizer(kit, make_optimizer, lr, weight_decay, start, gradients) -> list:
    """The six weights of the kit's `small_network`, after each step."""
    return kit.descend_all(lambda model: make_optimizer(model, lr, weight_decay), start, gradients)


def optimizer_example(kit, make_optimizer, lr, weight_decay, *, weight, kernels, others) -> None:
    """Have one step taken, from equal weights with gradients of 1: where does it lead?"""
    start = [np.full(w.shape, weight) for w in kit.state(kit.small_network())[:6]]
    gradients = [np.ones(w.shape) for w in start]
    with trying(
        f"{name_of(make_optimizer)}(model, {lr=}, {weight_decay=}): a convolution, a dense layer "
        f"and batch norm, every weight {weight} and every gradient 1"
    ):
        (path,) = of_optimizer(kit, make_optimizer, lr, weight_decay, start, [gradients])
        found = [float(array.mean()) for array in path]
        hint = "Adam's first step is lr long; the decay takes lr * weight_decay * w off kernels."
        expect(found[:3:2], [kernels] * 2, "the two kernels after a step", hint, atol=1e-4)
        what = "both biases, the scale and the shift after it"
        right = [others] * 4
        expect([*found[1:4:2], *found[4:]], right, what, "They should not decay.", atol=1e-4)


def of_mean_loss(kit, mean_loss, model, pixels, labels, batch_sizes) -> list:
    """Mean squared error of a `pixel_model`, for each batch size; None leaves it to the default."""
    x, y = one_pixel(kit, pixels, labels)
    sizes = [{} if size is None else {"batch_size": size} for size in batch_sizes]
    found = [mean_loss(model, kit.squared_error, x, y, **size) for size in sizes]
    return [kit.to_numpy(loss) for loss in found]


def mean_loss_example(kit, mean_loss, errors, *, batch_size, loss) -> None:
    """Have a mean loss measured, of a model whose outputs are off by given numbers."""
    squares = [error**2 for error in errors]
    with trying(
        f"{name_of(mean_loss)} of images with the losses {squares}, {batch_size=}; in training "
        "mode they would be larger"
    ):
        model = kit.pixel_model(1, 0, 1, 0, in_training=10)
        (found,) = of_mean_loss(kit, mean_loss, model, errors, [0] * len(errors), [batch_size])
        hint = "Every image counts alike, also in a smaller last batch; evaluation mode."
        expect(found, loss, "the mean loss", hint)


def of_fit_early(kit, fit_early, losses, states, max_epochs, patience) -> dict:
    """A training whose epochs lead to given states and validation losses.

    Returns
    -------
    dict
        What was "returned", numbers or text that tells what else; how many "epochs" ran, and
        whether each "goes_on" where the one before ended; the "state" at the end; the "calls" of
        train_epoch and mean_loss; and the names of what was "handed" in: model and optimizer.
    """
    train, val = one_pixel(kit, [1, 2, 3], [3, 2, 1]), one_pixel(kit, [4, 5], [1, 7])
    model, epochs = kit.small_network(), 0
    optimizer, left, goes_on = kit.sgd(model, 0.1), kit.state(model), True

    def train_epoch(model, optimizer, x, y, batch_size=25):
        nonlocal epochs, left, goes_on
        goes_on &= all(map(np.array_equal, kit.state(model), left))
        kit.set_state(model, states[min(epochs, len(states) - 1)])
        left, epochs = kit.state(model), epochs + 1

    def mean_loss(model, loss_fn, x, y, batch_size=100):
        if len(y) != 2:
            return 0.0  # not the validation images
        return losses[min(epochs, len(losses)) - 1] if epochs else _UNTRAINED

    fakes = Fakes(
        train_epoch=train_epoch, mean_loss=mean_loss, cross_entropy=lambda logits, labels: None
    )
    handed = [fakes.name(model), fakes.name(optimizer)]
    with fakes.replacing():
        returned = fit_early(model, optimizer, train, val, max_epochs, patience)
    return {
        "returned": _numbers(kit, returned),
        "epochs": epochs,
        "goes_on": goes_on,
        "state": kit.state(model),
        "calls": [call for call in fakes.calls if call["function"] != "cross_entropy"],
        "handed": handed,
    }


def _numbers(kit, returned) -> list | str:
    """A list of numbers, or what it is instead."""
    try:
        values = [np.asarray(kit.to_numpy(value)) for value in returned]
    except Exception:
        return f"a {type(returned).__name__}"
    is_numeric = all(np.issubdtype(value.dtype, np.number) for value in values)
    return values if is_numeric else "other things than numbers"


def fit_early_example(kit, fit_early, losses, *, patience, epochs=None, best=None) -> None:
    """Have a training end early: after how many epochs, or with the weights of which?"""
    shapes = [array.shape for array in kit.state(kit.small_network())]
    states = [[np.full(shape, i + 1.0) for shape in shapes] for i, _ in enumerate(losses)]
    with trying(f"{name_of(fit_early)} with {patience=}, validation losses {losses}"):
        run = of_fit_early(kit, fit_early, losses, states, len(losses), patience)
        if epochs is not None:
            what = "the losses that it returned"
            hint = "Count the epochs since the lowest loss; begin anew where there is a lower one."
            expect(run["returned"], losses[:epochs], what, hint)
        else:
            found = sorted({float(value) for array in run["state"] for value in array.ravel()})
            what = "the epochs from which weights and running statistics come at the end"
            hint = "Keep copies of all, not the arrays that go on changing."
            expect(found, [float(best)], what, hint)


def of_run_once(kit, run_once, setting, seed, losses, options) -> dict:
    """A run, while fakes take the place of the other parts.

    Parameters
    ----------
    losses : tuple of float
        On the training and on the validation images, once the model is fitted.
    options : dict
        Further arguments of run_once.
    """
    train, val = one_pixel(kit, [1, 2, 3], [3, 2, 1]), one_pixel(kit, [4, 5], [1, 7])
    fitted = []

    def fit_early(model, optimizer, train, val, max_epochs, patience):
        fitted.append(model)
        return [3.0, 2.0]

    def mean_loss(model, loss_fn, x, y, batch_size=100):
        is_fitted = any(model is other for other in fitted)
        return float(losses[len(y) == 2]) if is_fitted else _UNTRAINED

    fakes = Fakes(
        set_seed=lambda seed: None,
        build_model=lambda image_shape, num_classes, dropout=0.0, batch_norm=False: (
            kit.pixel_model()
        ),
        make_optimizer=lambda model, lr, weight_decay: kit.sgd(model, lr),
        fit_early=fit_early,
        mean_loss=mean_loss,
        cross_entropy=lambda logits, labels: None,
    )
    setting = dict(setting)
    with fakes.replacing():
        found = run_once(setting, seed, train, val, **options)
    names = {"train_loss", "val_loss", "gap"}
    assert isinstance(found, dict) and set(found) == names, (
        f'It should return a dict with "train_loss", "val_loss" and "gap", not {str(found)[:100]}.'
    )
    numbers = {name: kit.to_numpy(value) for name, value in found.items()}
    return {"returned": numbers, "calls": fakes.calls, "setting": setting}


def run_once_example(kit, run_once, setting, *, losses, gap) -> None:
    """Have one run done, while fakes take the place of the other parts."""
    with trying(f"{call_of(run_once, setting, 0)[:-1]}, train, val), while the others are fakes"):
        record = of_run_once(kit, run_once, setting, 0, losses, {})
        called = {call["function"] for call in record["calls"]}
        parts = {"set_seed", "build_model", "make_optimizer", "fit_early", "mean_loss"}
        missing = ", ".join(sorted(parts - called))
        assert not missing, f"It should also call {missing}."
        what = f"the gap, where mean_loss returned {losses[0]} for train and {losses[1]} for val"
        expect(record["returned"]["gap"], gap, what, "That of val minus that of train.")
