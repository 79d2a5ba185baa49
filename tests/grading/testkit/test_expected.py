"""What trusted checks expect is right itself, by other ways of computing it."""

import numpy as np
import pytest

from cnncourse.grading.testkit.judging import expected


def slope(function, at, step=1e-6):
    """Gradient of a function of an array, by central differences."""
    at = np.asarray(at, dtype=float)
    gradient = np.zeros_like(at)
    for index in np.ndindex(at.shape):
        ahead, behind = at.copy(), at.copy()
        ahead[index] += step
        behind[index] -= step
        gradient[index] = (function(ahead) - function(behind)) / (2 * step)
    return gradient


def test_cross_entropy_is_minus_the_mean_log_probability():
    logits, labels = np.array([[2.0, -1.0, 0.5], [0.0, 3.0, -2.0]]), [0, 2]
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    loss, gradient = expected.cross_entropy(logits, labels)
    assert np.isclose(loss, -np.log([p[0, 0], p[1, 2]]).mean())
    assert np.allclose(gradient, slope(lambda z: expected.cross_entropy(z, labels)[0], logits))


def test_cross_entropy_of_large_logits():
    loss, gradient = expected.cross_entropy([[1000.0, -1000.0], [-1000.0, -2000.0]], [1, 0])
    assert loss == 1000
    assert np.allclose(gradient, [[0.5, -0.5], [0, 0]])


def test_binary_cross_entropy_is_that_of_two_classes():
    z, labels = np.array([0.3, -2.0, 50.0]), [1, 0, 0]
    loss, gradient = expected.binary_cross_entropy(z[:, None], labels)
    two, two_gradient = expected.cross_entropy(np.stack([0 * z, z], axis=1), labels)
    assert np.isclose(loss, two)
    assert np.allclose(gradient[:, 0], two_gradient[:, 1])


def test_coupled_and_decoupled_decay_part_at_the_second_step():
    args = ([[3.0]], [[[1.0]], [[1.0]]], 0.1, 0.5)
    coupled, decoupled = (expected.momentum_path(*args, coupled=c) for c in (True, False))
    assert np.allclose(coupled[0], 3 - 0.1 * (1 + 1.5)) and np.allclose(decoupled[0], coupled[0])
    velocity, w = 0.9 * 2.5 + 1 + 0.5 * 2.75, 2.75
    assert np.allclose(coupled[1], w - 0.1 * velocity)
    assert np.allclose(decoupled[1], w - 0.1 * (0.9 + 1 + 0.5 * 2.75))


def test_pixel_model_goes_down_the_slope_of_its_loss():
    pixels, labels = np.array([0.5, 1.5, 1.0]), np.array([4, 6, 7])

    def loss(weights):
        w1, b1, w2, b2 = weights
        return np.mean((w2 * (w1 * pixels + b1) + b2 + 0.5 - labels) ** 2)

    start = np.array([0.5, 0.25, 0.75, 1.0])
    losses, path = expected.pixel_model_steps(start, 0.5, pixels, labels, 0.02, num_steps=2)
    assert np.allclose(losses, [loss(start), loss(path[0])])
    assert np.allclose(path[0], start - 0.02 * slope(loss, start))
    assert np.allclose(path[1], path[0] - 0.02 * slope(loss, path[0]))


X = np.arange(3.0).reshape(3, 1, 1, 1)
SETTING = ["pytorch", (8, 8, 1), 10]


def calls(**changed):
    """Those of a right run, or of one in which some arguments are others."""
    right = {
        "set_seed": {"seed": 0, "returned": None},
        "build_model": {"image_shape": [8, 8, 1], "num_classes": 10, "returned": "object 0"},
        "make_optimizer": {"name": "sgd", "model": "object 0", "lr": 0.1, "returned": "object 1"},
        "train": {
            "model": "object 0",
            "optimizer": "object 1",
            "loss_fn": "cross_entropy",
            "x": X,
            "y": np.arange(3),
            "num_epochs": 2,
            "batch_size": 32,
            "seed": 0,
            "returned": [],
        },
    }
    return [
        {"function": function, **arguments, **changed.get(function, {})}
        for function, arguments in right.items()
    ]


def judge(calls, setting=SETTING):
    for training in expected.trainings(calls):
        right = {"name": "sgd", "lr": 0.1, "num_epochs": 2}
        expected.check_training(training, setting, np.arange(3), np.arange(3), **right)


def test_right_training_passes_more_than_once():
    judge(calls())
    renamed = {"build_model": {"returned": "object 2"}, "make_optimizer": {"model": "object 2"}}
    again = calls(**renamed, train={"model": "object 2"})
    assert len(expected.trainings(calls() + again)) == 2
    judge(calls() + again)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"set_seed": {"seed": 1}}, r"Call set_seed\(seed\)"),
        ({"build_model": {"image_shape": [28, 28, 1]}}, "Build the model for images.image_shape"),
        ({"build_model": {"num_classes": 2}}, "Build the model for images.image_shape"),
        ({"make_optimizer": {"name": "adam"}}, "Pass name on"),
        ({"make_optimizer": {"lr": 0.2}}, "Pass lr on"),
        ({"make_optimizer": {"model": "object 9"}}, "Make a new optimizer"),
        ({"train": {"model": "object 9"}}, "Build a new model"),
        ({"train": {"optimizer": "object 9"}}, "Pass name on"),
        ({"train": {"loss_fn": "object 9"}}, "Train with cross_entropy"),
        ({"train": {"x": X + 1}}, "Train on the x"),
        ({"train": {"y": np.zeros(3)}}, "Train on the y"),
        ({"train": {"num_epochs": 5}}, "Pass num_epochs on"),
        ({"train": {"batch_size": 64}}, "Leave batch_size=32"),
        ({"train": {"seed": 1}}, "Hand the seed on"),
    ],
)
def test_wrong_training_is_told_what_is_wrong(changed, message):
    with pytest.raises(AssertionError, match=message):
        judge(calls(**changed))


def test_keras_optimizers_need_no_model():
    judge(calls(make_optimizer={"model": None}), ["tensorflow", *SETTING[1:]])


def test_second_model_needs_the_seed_again():
    renamed = {"build_model": {"returned": "object 2"}, "make_optimizer": {"model": "object 2"}}
    again = calls(**renamed, train={"model": "object 2"})[1:]
    with pytest.raises(AssertionError, match=r"Call set_seed\(seed\)"):
        judge(calls() + again)


def test_same_model_is_not_trained_twice():
    with pytest.raises(AssertionError, match="Build a new model"):
        judge(calls() + calls()[-1:])


def test_the_seed_is_the_one_that_was_asked_for():
    (training,) = expected.trainings(calls(set_seed={"seed": 7}, train={"seed": 7}))
    expected.check_training(training, SETTING, np.arange(3), np.arange(3), seed=7)
    with pytest.raises(AssertionError, match="Hand the seed on"):
        expected.check_training(training, SETTING, np.arange(3), np.arange(3))


RUN = {"function": "run", "name": "sgd", "lr": 0.1, "x": X, "y": np.arange(3), "num_epochs": 2}
RUN |= {"seed": 0, "returned": ["object 0", []]}


def test_call_of_run_has_to_have_the_arguments_alone():
    judge([RUN])
    with pytest.raises(AssertionError, match="Pass lr on"):
        judge([{**RUN, "lr": 0.2}])
    with pytest.raises(AssertionError, match="Hand the seed on"):
        judge([{**RUN, "seed": 1}])


@pytest.mark.parametrize("trained", [calls(), [RUN]])
def test_what_was_measured_is_that_of_the_model_on_the_images_after_the_training(trained):
    (training,) = expected.trainings(trained)
    right = {"function": "accuracy", "model": "object 0", "x": X, "y": np.arange(3), "returned": 1}
    others = [
        {**right, "function": "validation_loss"},
        {**right, "model": "object 3"},
        {**right, "x": X + 1},
        {**right, "y": np.zeros(3)},
        {**right, "x": X[:2], "y": np.arange(2)},
    ]
    images = (X.ravel(), np.arange(3))
    measured = expected.measured([*trained, *others, right], "accuracy", training, *images)
    assert measured == [1]
    (training,) = expected.trainings([right, *trained])
    assert expected.measured([right, *trained], "accuracy", training, *images) == []
