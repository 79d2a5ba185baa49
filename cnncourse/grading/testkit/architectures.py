"""What networks and layers make of images, channels last in both frameworks, and examples of it."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from cnncourse.grading.testkit.examples import expect, expect_shape, name_of, trying
from cnncourse.grading.testkit.fakes import Fakes

LOW, HIGH = 1e-4, 100
"""Between them lies the norm of a gradient of a healthy size."""


def plain(value):
    """Numbers of a framework as arrays, in the lists, tuples and dicts in which they came.

    Examples
    --------
    >>> plain({"shapes": [(4, 4, 8)], "loss": 0.5})
    {'shapes': [(4, 4, 8)], 'loss': 0.5}
    """
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value] if isinstance(value, list) else (*map(plain, value),)
    if isinstance(value, str):
        return str(value)
    if hasattr(value, "detach"):
        value = value.detach().cpu()
    return np.asarray(value) if hasattr(value, "__array__") else value


def attempt(function, /, *args, **kwargs):
    """What a call returns, as `plain` gives it, or the error in which it ends, as text.

    For a part of which the other half counts, too.
    """
    try:
        return plain(function(*args, **kwargs))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def raises(kind, function, /, *args) -> bool:
    """Whether a call ends in an error of this kind; any other one goes through."""
    try:
        function(*args)
    except kind:
        return True
    return False


@contextmanager
def another_point() -> Iterator[None]:
    """Print what fails in the block, for the first half of an answer counts without the second."""
    try:
        yield
    except Exception as error:
        notes = "".join(f"{note}\n" for note in getattr(error, "__notes__", ()))
        kind = "" if isinstance(error, AssertionError) else f"{type(error).__name__}: "
        print(f"One point passed, the other not yet:\n{notes}{kind}{error}")


def stack(rows: list, conv, pool) -> list:
    """Layers from rows (filters, size, stride, padding) or (size, stride)."""
    return [(conv if len(row) == 4 else pool)(*map(int, row)) for row in rows]


def of_network(kit, model, images) -> dict:
    """Weights and outputs of a network whose weights have been shaken, so that no bias is zero.

    Parameters
    ----------
    kit : module
        That `checks.test` returns.
    model : object
        A model or a layer of the framework.
    images : array, shape (batch, height, width, channels)

    Returns
    -------
    dict
        "weights", as `kit.weights` gives them; "outputs" of all images, maps with channels last;
        and "alone", the outputs of a batch with the first image alone. It can be published.
    """
    x, _ = kit.batch(images, [0] * len(images))
    kit.predict(model, x)  # some layers draw their weights only now
    kit.shake(model)
    return {
        "weights": kit.weights(model),
        "outputs": kit.predict_maps(model, x),
        "alone": kit.predict_maps(model, x[:1]),
    }


def network_example(kit, build, *args, image_shape, output, num_weights: int, hint: str) -> None:
    """Have a network built: the shape of its output for two images, and how many weights it has.

    Raises
    ------
    AssertionError
        For the student to read.
    """
    with trying(f"{name_of(build)}({', '.join(map(repr, args))}), with 2 images {image_shape}"):
        x, _ = kit.batch(np.random.default_rng(0).normal(size=(2, *image_shape)), [0, 0])
        model = build(*args)
        expect_shape(kit.predict_maps(model, x), (2, *output), "the output (channels last)", hint)
        found = sum(array.size for array in kit.weights(model))
        expect(found, num_weights, "the number of all weights and biases", hint)


def norms_example(kit, gradient_norms, network, *, hint: str) -> None:
    """Have the gradient norms of a network computed for 20 images of noise."""
    with trying(f"{name_of(gradient_norms)}(model, x, y), with 20 images and 3 convolutions"):
        rng = np.random.default_rng(0)
        x, y = kit.batch(rng.uniform(size=(20, 8, 8, 1)), rng.integers(0, 10, 20))
        model = network(3, (8, 8, 1), 10)
        found = gradient_norms(model, x, y)
        right = [norm(a) for a in kit.weight_gradients(model, x, y) if a.ndim == 4]
        expect([float(number) for number in found], right, "the norms", hint, atol=1e-7)


def norm(array) -> float:
    """The root of the sum of squares."""
    return float(np.sqrt(np.square(array, dtype=float).sum()))


def of_gradients(kit, model, images, labels) -> dict:
    """What reaches the 3x3 kernels of a network that has not been trained.

    Returns
    -------
    dict
        "filters", how many each kernel has; "norms" of their gradients in training mode; "first",
        the first of all weights; "outputs"; and "slopes", the gradients of the first output of
        eight images. It can be published.
    """
    x, y = kit.batch(images, labels)
    outputs = kit.predict_maps(model, x)
    gradients = kit.weight_gradients(model, x, y)
    kernels = [array for array in gradients if array.ndim == 4 and array.shape[:2] == (3, 3)]
    return {
        "filters": [kernel.shape[-1] for kernel in kernels],
        "norms": [norm(kernel) for kernel in kernels],
        "first": kit.weights(model)[0],
        "outputs": outputs,
        "slopes": kit.input_gradient(model, x[:8]),
    }


def mended_example(kit, build, depth: int, image_shape: tuple, num_classes: int) -> None:
    """Have a deep network built: has it all of its kernels, and does any gradient reach them?"""
    with trying(f"{name_of(build)}({depth}, {image_shape}, {num_classes})"):
        rng = np.random.default_rng(0)
        labels = np.arange(20) % num_classes
        images = rng.uniform(size=(20, *image_shape)) * (labels[:, None, None, None] + 1) / 10
        found = of_gradients(kit, build(depth, image_shape, num_classes), images, labels)
        expect_shape(found["outputs"], (20, num_classes), "the output")
        hint = "Each 3x3 convolution has 8 filters; a shortcut's convolution is one of 1x1."
        expect(found["filters"], [8] * depth, "the filters of its 3x3 kernels", hint)
        assert max(found["norms"]) >= LOW, (
            f"The norm of the gradient is at most {max(found['norms']):.0e}: it should be at least "
            f"{LOW:g} for every kernel. Which factor does a layer multiply the signal by, and what "
            "makes it one?"
        )


def measure_example(measure, layers: list, runs: dict, *, rate: float, losses: list) -> None:
    """Have a rate chosen for a network, and the network measured.

    Parameters
    ----------
    measure : callable
    layers : list
        Of the network.
    runs : dict
        What a fake of train returns, by the rate: for the tuning seed 0, and for the seeds 1 and 2.
    rate, losses
        What should be chosen, and measured.
    """
    table = {"net": list(runs.values())}
    with trying(
        f'{name_of(measure)}({{"net": layers}}, lrs={list(runs)}, tuning_seed=0, seeds=[1, 2]), '
        f"where train returns, for each rate and the seeds 0, 1, 2, {runs}"
    ):
        rates, found = of_measure(measure, {"net": layers}, list(runs), 0, [1, 2], table)[
            "returned"
        ]
        hint = "The lowest loss of any epoch decides. NaN is never lowest."
        expect(rates["net"], rate, "the rate chosen", hint)
        with another_point():
            hint = "Only the seeds 1 and 2, at the rate chosen, and the lowest epoch of each."
            expect(found["net"], losses, "the lowest losses", hint)


def of_measure(measure, networks: dict, lrs, tuning_seed, seeds, losses: dict) -> dict:
    """What measure returned and how it called train, in whose place a fake has given losses.

    Parameters
    ----------
    networks : dict of str to list of layers
    losses : dict of str to list
        By the name of a network: losses[name][i][j] is what train returns, for the rate i, with
        the tuning seed (j = 0) or with one of the seeds (from j = 1 on).
    """
    lrs, order = list(lrs), [tuning_seed, *seeds]

    def train(layers, lr, seed, num_epochs=4):
        for name, known in networks.items():
            if list(layers) == list(known) and lr in lrs and seed in order:
                return [float(x) for x in losses[name][lrs.index(lr)][order.index(seed)]]
        return [1e3] * num_epochs

    fakes = Fakes(train=train)
    with fakes.replacing():
        returned = measure(networks, list(lrs), tuning_seed, list(seeds))
    return {"returned": plain(returned), "calls": fakes.calls}
