"""The moving average of the weights: what it is, and that training goes on as if it were not."""

from dataclasses import replace

import numpy as np
import pytest

from cnncourse import SGD, Recipe, pytorch, tensorflow
from cnncourse.pytorch.averaging import WeightAverage as TorchAverage
from cnncourse.tensorflow.averaging import WeightAverage as KerasAverage

RECIPE = Recipe(model="shallow3x3", width=2, batch_norm=True, dropout=0.4, num_epochs=3)
RECIPE = replace(RECIPE, batch_size=10, optimizer=SGD(lr=0.1, momentum=0.9), ema=0.8)
SIDES = pytest.mark.parametrize(
    ("side", "average_of"),
    [(pytorch, TorchAverage), (tensorflow, KerasAverage)],
    ids=["pytorch", "tensorflow"],
)


def averaged(sequence: list[list[np.ndarray]], decay: float) -> list[np.ndarray]:
    """The definition: weights decay^0, decay^1, ... from the last set back, over their sum."""
    shares = decay ** np.arange(len(sequence))[::-1]
    shares = shares / shares.sum()
    return [
        sum(share * array for share, array in zip(shares, arrays, strict=True))
        for arrays in zip(*sequence, strict=True)
    ]


@SIDES
def test_average_of_three_updates_and_back(side, average_of):
    model = side.build_model(replace(RECIPE, precision="float64"), (8, 8, 1), 4)
    average = average_of(model, decay=0.8)
    rng = np.random.default_rng(0)
    sequence = []
    for _ in range(3):
        sequence.append([rng.normal(size=w.shape) for w in side.get_weights(model)])
        side.set_weights(model, sequence[-1])
        average.update()
    average.swap()
    for ours, expected in zip(side.get_weights(model), averaged(sequence, 0.8), strict=True):
        np.testing.assert_allclose(ours, expected, rtol=1e-12, atol=1e-12)  # weights of about 1
    average.swap()
    for ours, expected in zip(side.get_weights(model), sequence[-1], strict=True):
        np.testing.assert_array_equal(ours, expected)


@SIDES
def test_no_decay_takes_no_average(side, average_of):
    model = side.build_model(RECIPE, (8, 8, 1), 4)
    average = average_of(model, decay=0.0)
    assert average.averages == []
    before = side.get_weights(model)
    average.update()
    average.swap()
    for ours, expected in zip(side.get_weights(model), before, strict=True):
        np.testing.assert_array_equal(ours, expected)


@SIDES
def test_trained_model_has_the_average_of_all_steps(side, average_of, make_images):
    images, recipe = make_images(), replace(RECIPE, precision="float64")
    model = side.build_model(recipe, images.image_shape, images.num_classes)
    sequence = []
    note = lambda: sequence.append(side.get_weights(model))  # noqa: E731
    history = side.train(model, images, recipe, progress=False, after_step=note)
    for ours, expected in zip(side.get_weights(model), averaged(sequence, 0.8), strict=True):
        np.testing.assert_allclose(ours, expected, rtol=1e-9, atol=1e-12)
    assert side.evaluate(model, images.val, recipe)[0] == history.val_loss[-1]


@SIDES
def test_training_goes_on_as_without(side, average_of, make_images):
    with_average, without = (
        side.fit(recipe, make_images(), progress=False).history
        for recipe in (RECIPE, replace(RECIPE, ema=0.0))
    )
    assert with_average.loss == without.loss
    assert with_average.val_loss != without.val_loss


@SIDES
def test_flips_average_the_logits_of_both_views(side, average_of, make_images):
    images = make_images().val.images
    model = side.build_model(RECIPE, images.shape[1:], 4)
    both = side.predict(model, images, flips=True)
    mirrored = side.predict(model, images[:, :, ::-1].copy())
    np.testing.assert_allclose(
        both, (side.predict(model, images) + mirrored) / 2, rtol=1e-6, atol=1e-6
    )
    assert np.abs(both - mirrored).max() > 1e-3


@SIDES
def test_recipe_decides_on_flips_in_evaluation(side, average_of, make_images):
    split = make_images().val
    model = side.build_model(RECIPE, split.images.shape[1:], 4)
    plain = side.evaluate(model, split, RECIPE)
    assert side.evaluate(model, split, replace(RECIPE, test_flips=True)) != plain
