"""What helps to test losses, and what trusted checks expect of them, computed in other ways."""

import numpy as np
import pytest

from cnncourse.grading.testkit import checks, losses
from cnncourse.grading.testkit.fakes import notebook
from cnncourse.grading.testkit.judging import losses as right


@pytest.fixture(scope="module", params=["pytorch", "tensorflow"])
def kit(request):
    return checks.start(request.param)


def slope(function, at, step=1e-6):
    """Gradient of a function of an array, by central differences."""
    gradient = np.zeros_like(at)
    for index in np.ndindex(at.shape):
        ahead, behind = at.copy(), at.copy()
        ahead[index] += step
        behind[index] -= step
        gradient[index] = (function(ahead) - function(behind)) / (2 * step)
    return gradient


@pytest.mark.parametrize(
    "loss",
    [
        lambda z, y: right.smoothed_cross_entropy(z, y, 0.2),
        *(lambda z, y, g=g: right.focal_loss(z, y, g, [0.5, 2, 0, 1]) for g in (0, 1, 2.5)),
    ],
)
def test_gradients_are_slopes(loss):
    rng = np.random.default_rng(0)
    z, y = rng.normal(0, 2, (5, 4)), rng.integers(0, 4, 5)
    assert np.allclose(loss(z, y)[1], slope(lambda at: loss(at, y)[0], z), atol=1e-7)


def test_losses_meet_where_they_are_the_same():
    z, y = np.array([[2.0, -1.0, 0.5], [900.0, 3.0, -2.0]]), np.array([0, 2])
    plain = right.smoothed_cross_entropy(z, y, 0)
    for loss, gradient in (right.focal_loss(z, y, 0, [1, 1, 1]), plain):
        assert np.isclose(loss, (np.log(1 + np.exp(-3) + np.exp(-1.5)) + 902) / 2)
        assert np.allclose(gradient, plain[1])
    even = right.smoothed_cross_entropy(z[:1], y[:1], 0.999)[0]
    assert np.isclose(even, -right.log_softmax(z[:1]).mean(), atol=0.01)


def test_calibration_error_goes_from_bin_to_bin():
    rng = np.random.default_rng(0)
    p, y = rng.dirichlet(np.ones(3), 100), rng.integers(0, 3, 100)
    p[:4] = [[0.5, 0.25, 0.25], [0.75, 0.125, 0.125], [1, 0, 0], [0, 1, 0]]
    confidence, error = p.max(axis=1), 0.0
    for b in range(8):
        upper = confidence < (b + 1) / 8 if b < 7 else confidence <= 1
        inside = upper & (confidence >= b / 8)
        if inside.any():
            gap = (p.argmax(axis=1) == y)[inside].mean() - confidence[inside].mean()
            error += inside.mean() * abs(gap)
    assert np.isclose(right.calibration_error(p, y, 8), error)


def test_best_temperature_is_where_a_scan_finds_it():
    rng = np.random.default_rng(0)
    z, y = rng.normal(0, 3, (50, 4)), rng.integers(0, 4, 50)
    tried = np.geomspace(0.1, 10, 4001)
    for logits, labels in ((z, np.where(rng.random(50) < 0.7, z.argmax(axis=1), y)), (z, y)):
        means = [right.smoothed_cross_entropy(logits / t, labels, 0)[0] for t in tried]
        best = right.best_temperature(logits, labels)
        assert np.isclose(best, tried[np.argmin(means)], rtol=2e-3)
    assert np.isclose(right.best_temperature(z, z.argmax(axis=1)), 0.1)
    assert np.isclose(right.best_temperature(z, z.argmin(axis=1)), 10)


def test_parts_complain_if_nothing_is_right_and_tell_if_something_is(capsys):
    gives, case = {"the loss": 1.0, "the gradient": [1.0, 2.0]}, {"hint": "Try."}
    losses.parts(lambda x: (1.0, [1.0, 2.0]), 0, gives=gives, **case)
    assert capsys.readouterr().out == ""
    losses.parts(lambda x: (1.0, None), 0, gives=gives, **case)
    told = capsys.readouterr().out
    assert "the gradient" in told and "Try." in told and "the loss" not in told
    with pytest.raises(AssertionError, match="the loss"):
        losses.parts(lambda x: (2.0, None), 0, gives=gives, **case)
    with pytest.raises(AssertionError, match="a float: return a tuple of 2, the loss, the grad"):
        losses.parts(lambda x: 1.0, 0, gives=gives, **case)


def test_examples_of_a_loss_know_its_options(kit, capsys):
    def weighted(logits, labels, factor, weights):
        return kit.squared_error(factor * (weights * logits)[:, 1:], 0.0 * weights[:1])

    case = (kit, weighted, [[1.0, 2.0]], [0])
    options = {"factor": 3, "weights": [0.5, 1.0]}
    losses.example(*case, value=36.0, gradient=[[0.0, 36.0]], hint="Try.", **options)
    with pytest.raises(AssertionError, match="gradient of the loss"):
        losses.example(*case, value=36.0, gradient=[[0.0, 35.0]], hint="Try.", **options)
    both = {"options": [options, options], "hint": "Try."}
    losses.examples(*case, gives=[36.0, 1.0], **both)
    assert "should be  1.0" in capsys.readouterr().out
    with pytest.raises(AssertionError, match=r"Try\."):
        losses.examples(*case, gives=[1.0, 2.0], **both)


def test_gradient_of_a_gathered_loss_is_an_array(kit):
    def first_row(logits, labels):
        if kit.__name__.endswith("pytorch"):
            return logits[0].sum()
        import tensorflow as tf

        return tf.reduce_sum(tf.gather(logits, [0]))

    _, gradient = losses.of_loss(kit, first_row, [[1.0, 2.0], [3.0, 4.0]], [0, 1])
    assert gradient.tolist() == [[1, 1], [0, 0]]


def test_numbers_are_what_can_be_published(kit):
    assert losses.numbers(losses.tensor(kit, [1.0, 2.0])).tolist() == [1, 2]
    assert losses.numbers(np.True_).tolist() is True
    for other in (None, "1", [1, [2]], {}):
        assert losses.numbers(other) is None


def test_labels_that_are_drawn_leave_the_global_generator_as_it_was():
    def by_chance(probabilities, num_draws, seed):
        np.random.seed(seed)
        measure, labels = notebook()["calibration_error"], np.array([0, 1])
        return np.mean([measure(probabilities, labels) for _ in range(num_draws)])

    np.random.seed(7)
    expected = np.random.RandomState(7).random()
    case = {"probabilities": np.eye(2), "num_draws": 3, "seed": 1, "errors": [0.1, 0.2, 0.6]}
    record = losses.of_draws(by_chance, **case)
    assert np.isclose(record["returned"], 0.3) and record["labels"].tolist() == [[0, 1]] * 3
    assert record["next"] == np.random.RandomState(1).random()
    assert np.random.random() == expected
    losses.draws_example(by_chance, np.eye(2).tolist(), 3, [0.1, 0.2, 0.6], gives=0.3)
