"""The helpers of the test cells: both kits alike, and fakes in place of other parts."""

import inspect
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from cnncourse.errors import CourseError
from cnncourse.grading.testkit import checks
from cnncourse.grading.testkit.judging import expected


@pytest.fixture(scope="module", params=["pytorch", "tensorflow"])
def kit(request):
    return checks.start(request.param)


def adam(kit, model, lr):
    """The framework's own."""
    if kit.__name__.endswith("pytorch"):
        import torch

        return torch.optim.Adam(model.parameters(), lr=lr)
    import keras

    return keras.optimizers.Adam(lr)


def convolution(kit):
    """A model of one convolution, 3x5 pixels, from 2 to 7 channels."""
    if kit.__name__.endswith("pytorch"):
        from torch import nn

        return nn.Conv2d(2, 7, (3, 5))
    import keras

    return keras.Sequential([keras.Input((8, 8, 2)), keras.layers.Conv2D(7, (3, 5))])


def pixels(kit, *values):
    x, _ = kit.batch(np.reshape(values, (-1, 1, 1, 1)), [0] * len(values))
    return x


def functions_of(module):
    members = inspect.getmembers(module, inspect.isfunction)
    return {
        name: str(inspect.signature(function))
        for name, function in members
        if function.__module__ == module.__name__ and not name.startswith("_")
    }


def test_kits_have_the_same_functions():
    one, other = (functions_of(checks.start(name)) for name in ("pytorch", "tensorflow"))
    assert one == other and len(one) == 14


def test_unknown_framework_lists_those_there_are():
    with pytest.raises(CourseError, match=r"'torch': choose one of pytorch, tensorflow\."):
        checks.start("torch")


def test_value_and_gradient_are_those_of_the_loss(kit):
    loss, gradient = kit.value_and_gradient(kit.squared_error, [[3.0], [1.0]], [1, 0])
    assert loss.shape == () and loss == 2.5
    assert gradient.tolist() == [[2.0], [1.0]]


def test_loss_without_a_gradient_is_refused(kit):
    with pytest.raises(AssertionError, match="not connected to the logits"):
        kit.value_and_gradient(lambda logits, labels: 1.0, [[1.0, 2.0]], [0])


def test_paths_are_those_of_the_frameworks(kit):
    start, gradients = [[3.0, -2.0]], [[[1.0, -0.5]], [[0.1, 0.25]], [[-2.0, 0.5]]]
    path = kit.descend(lambda model: adam(kit, model, 0.1), start, gradients)
    assert np.allclose(path, expected.adam_path(start, gradients, 0.1), atol=1e-5)
    path = kit.descend(lambda model: kit.sgd(model, 0.1, momentum=0.9), start, gradients)
    assert np.allclose(path, expected.momentum_path(start, gradients, 0.1), atol=1e-5)
    plain = kit.descend(lambda model: kit.sgd(model, 0.1), start, gradients)
    assert np.allclose(plain, np.array(start) - 0.1 * np.cumsum(gradients, axis=0), atol=1e-5)


def test_push_takes_each_output_half_way_to_its_target_at_least(kit):
    x, targets = pixels(kit, -1.0, 1.0), np.array([[-6.0], [4.0]])
    model = kit.pixel_model()
    kit.push(model, x, targets)
    reached = kit.predict(model, x) / targets
    assert reached.min() > 0.5 and reached.max() < 1


def test_push_gives_up_on_what_cannot_be_reached(kit):
    model = kit.pixel_model()
    kit.push(model, pixels(kit, 1.0), 1e9, max_steps=3)
    assert np.allclose(kit.weights(model), np.array([1, 0, 1, 0]) + 0.03, atol=0.001)


def test_weights_are_in_the_same_layout_in_both(kit):
    model = convolution(kit)
    kernel, bias = kit.weights(model)
    assert kernel.shape == (3, 5, 2, 7) and bias.shape == (7,)
    x, _ = kit.batch(np.zeros((4, 8, 8, 2)), [0] * 4)
    assert kit.predict(model, x).size == 4 * 6 * 4 * 7


def test_pixel_model_shows_the_mode_in_its_output(kit):
    model, x = kit.pixel_model(2, 1, -3, 0.5, in_training=10), pixels(kit, 1.0, 2.0)
    assert kit.predict(model, x).tolist() == [[-8.5], [-14.5]]
    training = model.train()(x) if kit.__name__.endswith("pytorch") else model(x, training=True)
    assert kit.to_numpy(training).tolist() == [[1.5], [-4.5]]


def test_fakes_note_calls_by_the_names_of_their_stubs_arguments():
    fakes = checks.Fakes(run=lambda name, lr, num_epochs=5: [0.5], set_seed=lambda seed: None)
    notebook = {"run": None}
    with fakes.replacing(notebook):
        notebook["set_seed"](seed=0)
        assert notebook["run"]("sgd", lr=0.1, verbose=True) == [0.5]
        notebook["run"](name=(1, "a"), lr=None, num_epochs=2)
    assert fakes.calls == [
        {"function": "set_seed", "seed": 0, "returned": None},
        {"function": "run", "name": "sgd", "lr": 0.1, "num_epochs": 5, "returned": [0.5]},
        {"function": "run", "name": [1, "a"], "lr": None, "num_epochs": 2, "returned": [0.5]},
    ]


def test_fakes_note_single_numbers_as_numbers():
    fakes, notebook = checks.Fakes(run=lambda lr, num_epochs: np.float64(0.5)), {}
    with fakes.replacing(notebook):
        notebook["run"](np.float64(0.1), np.array(3))
    (call,) = fakes.calls
    assert [type(call[key]) for key in ("lr", "num_epochs", "returned")] == [float, int, float]


def test_fakes_refuse_a_call_that_the_function_would_refuse():
    fakes, notebook = checks.Fakes(set_seed=lambda seed: None), {}
    with fakes.replacing(notebook), pytest.raises(TypeError, match="seed"):
        notebook["set_seed"]()


def test_fakes_go_away_even_after_an_error():
    notebook = {"train_step": len}
    fakes = checks.Fakes(train_step=lambda x: None, cross_entropy=lambda x: None)
    with pytest.raises(ZeroDivisionError), fakes.replacing(notebook):
        assert notebook["train_step"] is not len and "cross_entropy" in notebook
        raise ZeroDivisionError
    assert notebook == {"train_step": len}


def test_fakes_note_tensors_as_arrays_and_objects_by_name(kit):
    fakes = checks.Fakes(train=lambda model, loss_fn, x: model, loss=lambda logits: None)
    one, other, notebook = kit.pixel_model(), kit.pixel_model(), {}
    with fakes.replacing(notebook):
        for model in (one, other, one):
            notebook["train"](model, notebook["loss"], pixels(kit, 1.0, 2.0))
    first, second, third = fakes.calls
    assert first["model"] == first["returned"] == third["model"] == fakes.name(one)
    assert second["model"] == fakes.name(other) != fakes.name(one)
    assert first["loss_fn"] == "loss"
    assert isinstance(first["x"], np.ndarray) and first["x"].ravel().tolist() == [1, 2]


@pytest.mark.parametrize(("mode", "name"), [(None, "cifar10"), ("autograde", "digits")])
def test_grading_uses_the_digits(monkeypatch, mode, name):
    if mode:
        monkeypatch.setenv("NBGRADER_EXECUTION", mode)
    else:
        monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    assert checks.dataset("cifar10") == name


def test_stderr_goes_to_stdout_until_the_cell_ends(monkeypatch, capsys):
    handlers = []
    events = SimpleNamespace(
        register=lambda event, handler: handlers.append((event, handler)),
        unregister=lambda event, handler: handlers.remove((event, handler)),
    )
    shell = SimpleNamespace(events=events)
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    before = sys.stderr
    checks.start("pytorch")
    print("a warning", file=sys.stderr)
    ((event, restore),) = handlers
    restore()
    assert event == "post_run_cell" and not handlers
    assert sys.stderr is before
    assert capsys.readouterr() == ("a warning\n", "")
