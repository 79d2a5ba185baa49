"""What functions that change images are given, and how it is noted what they make of it."""

import sys

import numpy as np
import pytest

from cnncourse.grading.testkit import augmenting, checks


@pytest.fixture(scope="module", params=["pytorch", "tensorflow"])
def kit(request):
    return checks.start(request.param)


def test_tensors_have_the_numbers_in_their_places(kit):
    for values in (np.arange(6.0).reshape(2, 3), np.arange(3.0), np.zeros((2, 2))):
        made = augmenting.tensor(kit, values)
        assert tuple(made.shape) == values.shape
        assert np.array_equal(kit.to_numpy(made), values)


def test_images_go_and_come_back(kit):
    values = np.random.default_rng(0).normal(size=(2, 3, 4, 5)).astype("float32")
    assert np.array_equal(augmenting.array_of(kit, augmenting.images(kit, values)), values)


def test_scores_are_those_of_their_formula(kit):
    rng = np.random.default_rng(0)
    values, weights = rng.normal(size=(2, 3, 4, 2)), rng.normal(size=(3, 4, 2, 5))
    logits = augmenting.scores(kit, weights)(augmenting.images(kit, values))
    right = np.einsum("nhwc,hwck->nk", values, weights) ** 2
    assert np.allclose(kit.to_numpy(logits), right, atol=1e-4)


def test_what_a_change_makes_is_noted(kit):
    values = np.ones((2, 1, 2, 3))
    found = augmenting.of_change(kit, lambda x, t: (x * 2, t), values, augmenting.tensor(kit, [1]))
    assert np.array_equal(found["made"][0], 2 * values) and found["made"][1].tolist() == [1]
    assert found["tensors"] and found["unchanged"]
    found = augmenting.of_change(kit, kit.to_numpy, values)
    assert not found["tensors"]


def test_changed_arguments_are_noted(kit):
    boxes = np.ones((2, 4), int)

    def change(x, boxes):
        boxes[:] = 0
        return x

    assert not augmenting.of_change(kit, change, np.ones((2, 1, 1, 1)), boxes)["unchanged"]


def test_arrays_that_are_not_new_are_noted():
    images = np.zeros((2, 2, 2, 1))
    assert augmenting.of_arrays(lambda x: x + 1, images)["new"]
    assert not augmenting.of_arrays(lambda x: x[:, ::-1], images)["new"]

    def change(x):
        x += 1
        return x.copy()

    assert not augmenting.of_arrays(change, images)["new"]


def test_soft_loss_has_a_gradient(kit):
    def loss_fn(logits, targets):
        return (logits * targets).sum() if hasattr(logits, "sum") else _sum(logits * targets)

    def _sum(values):
        import tensorflow as tf

        return tf.reduce_sum(values)

    case = [[1.0, 2.0]], [[0.25, 0.75]]
    loss, gradient = augmenting.soft_value_and_gradient(kit, loss_fn, *case)
    assert loss == 1.75 and gradient.tolist() == [[0.25, 0.75]]
    options = {"value": 1.75, "gradient": [[0.25, 0.75]], "hint": "Sum."}
    augmenting.soft_example(kit, loss_fn, *case, **options)
    with pytest.raises(AssertionError, match=r"the loss\n.*1\.75(.|\n)*Sum\."):
        augmenting.soft_example(kit, loss_fn, *case, **{**options, "value": 2.0})


def test_pipeline_example_says_what_is_wrong(kit):
    def noise(x):
        values = np.random.default_rng().uniform(0.1, 0.9, size=(16, 32, 32, 3))
        return augmenting.images(kit, values)

    augmenting.pipeline_example(kit, noise)
    for wrong, message in (
        (lambda x: x, "All 16 are alike"),
        (lambda x: x[:, :1], "has the shape"),
        (lambda x: noise(x) * 0, "alike"),
        (lambda x: kit.to_numpy(x), "float tensors"),
    ):
        with pytest.raises(AssertionError, match=message):
            augmenting.pipeline_example(kit, wrong)


def test_comparison_is_noted_by_its_calls(monkeypatch):
    monkeypatch.setattr(sys.modules["__main__"], "validation_loss", None, raising=False)

    def compare(x, y, counts, seeds):
        loss = vars(sys.modules["__main__"])["validation_loss"]
        return {
            count: {
                name: [loss(x[:count], y[:count], name == "augmented", seed) for seed in seeds]
                for name in ("plain", "augmented")
            }
            for count in counts
        }

    x, y = np.arange(4).reshape(4, 1, 1, 1), np.arange(4)
    run = augmenting.of_compare(compare, x, y, [2], [5, 6], [0.4, 0.3, 0.2, 0.1])
    assert run["losses"] == [[2, [0.4, 0.3], [0.2, 0.1]]] and run["unchanged"]
    assert [call["seed"] for call in run["calls"]] == [5, 6, 5, 6]
    example = {"counts": [1], "seeds": [5], "losses": [0.2, 0.1]}
    augmenting.compare_example(None, compare, labels=[3], **example)
    with pytest.raises(AssertionError, match="how many images it trained on"):
        augmenting.compare_example(None, compare, labels=[3, 4], **example)
