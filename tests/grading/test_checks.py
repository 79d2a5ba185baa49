"""The helpers of the test cells: both kits alike, the expected numbers, and the stand-ins."""

import inspect
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from cnncourse.errors import CourseError
from cnncourse.grading import checks

SHAPE = (8, 8, 1)


@pytest.fixture(scope="module", params=["pytorch", "tensorflow"])
def kit(request):
    return checks.start(request.param)


def seed_everything(seed):
    for name, seeder in (("torch", "torch.manual_seed"), ("keras", "keras.utils.set_random_seed")):
        if name in sys.modules:
            target = sys.modules[name]
            for part in seeder.split(".")[1:]:
                target = getattr(target, part)
            target(seed)


def namespace():
    """A notebook's globals, as far as the stand-ins need them."""
    return {
        "set_seed": seed_everything,
        "images": SimpleNamespace(image_shape=SHAPE, num_classes=10),
    }


def easy_batch(kit, num_examples=160):
    split = checks.easy_images(SHAPE, 10, num_examples)
    return kit.batch(split.images / 255, split.labels)


def functions_of(module):
    members = inspect.getmembers(module, inspect.isfunction)
    return {
        name: list(inspect.signature(function).parameters)
        for name, function in members
        if function.__module__ == module.__name__ and not name.startswith("_")
    }


def test_kits_have_the_same_functions():
    one, other = (functions_of(checks.start(name)) for name in ("pytorch", "tensorflow"))
    assert one == other and len(one) > 10


def test_unknown_framework_lists_those_there_are():
    with pytest.raises(CourseError, match=r"'torch': choose one of pytorch, tensorflow\."):
        checks.start("torch")


def test_value_and_gradient_agree_with_numpy(kit):
    logits, labels = [[1.0, -2.0, 0.5], [40.0, 0.0, -40.0]], [2, 1]
    loss, gradient = kit.value_and_gradient(kit.cross_entropy, logits, labels)
    expected, expected_gradient = checks.cross_entropy(logits, labels)
    assert loss.shape == ()
    assert np.isclose(loss, expected, rtol=1e-5)
    assert np.allclose(gradient, expected_gradient, atol=1e-6)


def test_loss_without_a_gradient_is_refused(kit):
    with pytest.raises(AssertionError, match="not connected to the logits"):
        kit.value_and_gradient(lambda logits, labels: 1.0, [[1.0, 2.0]], [0])


def test_binary_cross_entropy_is_that_of_two_classes():
    z, labels = np.array([0.3, -2.0, 50.0]), [1, 0, 0]
    loss, gradient = checks.binary_cross_entropy(z[:, None], labels)
    two, two_gradient = checks.cross_entropy(np.stack([0 * z, z], axis=1), labels)
    assert np.isclose(loss, two)
    assert np.allclose(gradient[:, 0], two_gradient[:, 1])


@pytest.mark.parametrize("weight_decay", [0.0, 0.5])
def test_paths_are_those_of_the_frameworks(kit, weight_decay):
    start, gradients = [[3.0, -2.0]], [[[1.0, -0.5]], [[0.1, 0.25]], [[-2.0, 0.0]]]
    adam = kit.descend(lambda model: kit.make_optimizer("adam", model, 0.1), start, gradients)
    assert np.allclose(adam, checks.adam_path(start, gradients, 0.1), atol=1e-5)
    sgd = kit.descend(lambda model: kit.make_optimizer("sgd", model, 0.1), start, gradients)
    assert np.allclose(sgd, checks.momentum_path(start, gradients, 0.1), atol=1e-5)
    first = kit.descend(
        lambda model: kit.sgd_with_decay(model, 0.1, weight_decay), start, gradients[:1]
    )
    for coupled in (True, False):
        path = checks.momentum_path(start, gradients[:1], 0.1, weight_decay, coupled=coupled)
        assert np.allclose(first, path, atol=1e-5)


def test_coupled_and_decoupled_decay_part_at_the_second_step():
    args = ([[3.0]], [[[1.0]], [[1.0]]], 0.1, 0.5)
    coupled, decoupled = (checks.momentum_path(*args, coupled=c) for c in (True, False))
    assert np.allclose(coupled[0], 3 - 0.1 * (1 + 1.5)) and np.allclose(decoupled[0], coupled[0])
    velocity, w = 0.9 * 2.5 + 1 + 0.5 * 2.75, 2.75
    assert np.allclose(coupled[1], w - 0.1 * velocity)
    assert np.allclose(decoupled[1], w - 0.1 * (0.9 + 1 + 0.5 * 2.75))


def test_push_takes_outputs_to_a_target_but_not_beyond_a_bound(kit):
    x, _ = easy_batch(kit, num_examples=4)
    assert kit.push(kit.build_model(SHAPE, 3), x, target=-30.0).max() < -12


def test_weights_are_in_the_same_layout_in_both(kit):
    model = kit.build_model(SHAPE, 10)
    x, _ = easy_batch(kit, num_examples=2)
    assert kit.predict(model, x).shape == (2, 10)
    assert kit.weights(model)[0].shape == (3, 3, 1, 8)


def test_fingerprint_tells_the_examples_of_a_batch(kit):
    x, y = kit.batch(np.arange(20.0).reshape(20, 1, 1, 1), np.arange(20))
    model = kit.pixel_model(1.0)
    chosen = [19, 0, 7]
    loss = kit.train_step(
        model, kit.sgd(model, 0.0), kit.fingerprint, kit.take(x, chosen), kit.take(y, chosen)
    )
    assert checks.examples_in(loss) == {0, 7, 19}
    loss = kit.train_step(
        model, kit.sgd(model, 0.0), kit.fingerprint, kit.take(x, chosen), kit.take(y, [19, 7, 0])
    )
    with pytest.raises(AssertionError, match="out of step"):
        checks.examples_in(loss)


def test_pixel_model_remembers_the_mode_of_each_call(kit):
    model = kit.pixel_model(2.0)
    x, y = kit.batch(np.ones((2, 1, 1, 1)), [2, 2])
    assert kit.predict(model, x).ravel().tolist() == [2, 2]
    assert kit.train_step(model, kit.sgd(model, 0.1), kit.squared_error, x, y) == 0
    assert kit.modes(model) == [False, True]


def test_stand_ins_learn_easy_images_from_equal_starts(kit):
    notebook = namespace()
    x, y = easy_batch(kit)
    with checks.stand_ins(notebook, kit, "run"):
        adam, sgd = notebook["run"]("adam", 0.01, x, y, 3), notebook["run"]("sgd", 0.1, x, y, 3)
    assert len(adam) == len(sgd) == 15
    assert adam[0] == pytest.approx(sgd[0], rel=1e-5)
    assert np.mean(adam[-5:]) < 0.8 * np.mean(adam[:5])
    assert np.mean(sgd[-5:]) < 0.8 * np.mean(sgd[:5])


def test_stand_ins_go_away_even_after_an_error(kit):
    def own(x):
        return "own"

    notebook = {"train_step": own}
    with (
        pytest.raises(ZeroDivisionError),
        checks.stand_ins(notebook, kit, "train_step", "cross_entropy"),
    ):
        assert notebook["train_step"] is not own and "cross_entropy" in notebook
        raise ZeroDivisionError
    assert notebook == {"train_step": own}


def test_stand_ins_ignore_arguments_that_only_the_student_knows(kit):
    notebook = {}
    with checks.stand_ins(notebook, kit, "build_model"):
        model = notebook["build_model"](SHAPE, num_classes=4, width=99)
    x, _ = easy_batch(kit, num_examples=1)
    assert kit.predict(model, x).shape == (1, 4)


def test_easy_images_have_their_patch_where_the_class_says():
    split = checks.easy_images((16, 16, 3), 10, 30)
    assert split.images.dtype == np.uint8 and split.images.shape == (30, 16, 16, 3)
    blocks = split.images.reshape(30, 4, 4, 4, 4, 3).mean(axis=(2, 4, 5)).reshape(30, 16)
    assert (blocks.argmax(axis=1) == split.labels).all()
    assert np.bincount(split.labels).tolist() == [3] * 10


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
