"""Which weights are trained, and at which rate; and that a model's modes are as they were found."""

from dataclasses import replace

import keras
import numpy as np
import pytest
import torch

from cnncourse import (
    L2,
    SGD,
    AdamW,
    Average,
    BatchNorm,
    Freeze,
    FreezeNorms,
    LayerRate,
    Muon,
    Recipe,
    RecipeError,
    Shallow,
    pytorch,
    tensorflow,
)

SIDES = pytest.mark.parametrize("side", [pytorch, tensorflow], ids=["pytorch", "tensorflow"])
PRECISIONS = pytest.mark.parametrize("precision", ["float32", "float64"])
# Layers with weights: conv, norm, conv, norm, dense, dense.
RECIPE = Recipe(
    model=Shallow(width=2, norm=BatchNorm()),
    optimizer=SGD(lr=0.05, momentum=0.9),
    batch_size=12,
    num_epochs=1,
)
# kernel | gamma beta mean variance | kernel | gamma beta mean variance | kernel bias | kernel bias
FIRST_LAYER, NORMS, LAST = [0], [1, 2, 3, 4, 6, 7, 8, 9], [12, 13]


def before_and_after(side, recipe, images) -> tuple[list, list]:
    """The weights of the recipe's model before and after training."""
    model = side.build_model(recipe, images.image_shape, images.num_classes)
    before = side.get_weights(model)
    side.train(model, images, recipe, progress=False)
    return before, side.get_weights(model)


def moved(before: list, after: list) -> list[int]:
    """Positions of the weights that differ in any bit."""
    pairs = enumerate(zip(before, after, strict=True))
    return [position for position, (old, new) in pairs if old.tobytes() != new.tobytes()]


def test_order_of_the_weights(make_images):
    images = make_images()
    model = pytorch.build_model(RECIPE, images.image_shape, images.num_classes)
    kinds = [weight.kind for weight in pytorch.weights.roles(model)]
    norm = ["gamma", "beta", "moving_mean", "moving_variance"]
    assert kinds == ["kernel", *norm, "kernel", *norm, *["kernel", "bias"] * 2]


@SIDES
@PRECISIONS
@pytest.mark.parametrize(
    ("rules", "held"),
    [
        ((), []),
        ((Freeze(1),), FIRST_LAYER),
        ((Freeze(2),), [0, 1, 2, 3, 4]),
        ((Freeze(-1),), list(range(12))),
        ((FreezeNorms(),), NORMS),
        ((Freeze(1), FreezeNorms()), FIRST_LAYER + NORMS),
    ],
    ids=str,
)
def test_frozen_weights_do_not_move_by_a_bit(side, precision, rules, held, make_images):
    recipe = replace(RECIPE, weights=rules, precision=precision)
    changed = moved(*before_and_after(side, recipe, make_images()))
    assert changed == [position for position in range(14) if position not in held]


@SIDES
@pytest.mark.parametrize(
    "settings",
    [
        {"optimizer": AdamW(lr=0.01, weight_decay=0.5)},
        {"optimizer": SGD(lr=0.01, weight_decay=0.5)},
        {"optimizer": Muon(lr=0.01, weight_decay=0.5)},
        {"gradients": (L2(0.5),)},
    ],
    ids=str,
)
def test_frozen_weights_do_not_decay(side, settings, make_images):
    recipe = replace(RECIPE, weights=(Freeze(2),), **settings)
    assert moved(*before_and_after(side, recipe, make_images())) == list(range(5, 14))


@SIDES
def test_frozen_weights_stay_beside_an_average(side, make_images):
    recipe = replace(RECIPE, weights=(Freeze(2), Average(0.9)))
    before, after = before_and_after(side, recipe, make_images())
    for old, new in zip(before[:5], after[:5], strict=True):
        np.testing.assert_allclose(new, old, rtol=1e-6, atol=1e-7)
    assert moved(before, after)[-9:] == list(range(5, 14))


@SIDES
def test_a_frozen_norm_computes_with_its_moving_statistics(side, make_images):
    """Each image then counts for itself: a loss in training is that of evaluation."""
    images = make_images()
    images = replace(images, val=images.train)
    recipe = replace(RECIPE, weights=(FreezeNorms(),), batch_size=48, precision="float64")
    model = side.build_model(recipe, images.image_shape, images.num_classes)
    expected, _ = side.evaluate(model, images.val, recipe)
    history = side.train(model, images, recipe, progress=False)
    np.testing.assert_allclose(history.loss[0], expected, rtol=1e-10, atol=1e-12)
    other = side.fit(replace(recipe, weights=()), images, progress=False).history
    assert abs(other.loss[0] / expected - 1) > 1e-3


@SIDES
def test_frameworks_agree_with_rules(side, make_images):
    recipe = replace(RECIPE, weights=(Freeze(1), LayerRate(4, 0.2), FreezeNorms()))
    recipe = replace(recipe, precision="float64", num_epochs=3)
    ours, theirs = (
        side.fit(recipe, make_images(), progress=False).history for side in (pytorch, tensorflow)
    )
    np.testing.assert_allclose(ours.loss, theirs.loss, rtol=1e-9, atol=1e-12)


@SIDES
def test_rates_of_layers(side, make_images):
    """Without momentum the first step of a layer is its factor times that of the plain recipe."""
    images = make_images()
    plain = replace(RECIPE, optimizer=SGD(lr=0.05), batch_size=48, precision="float64")
    rules = (LayerRate(4, 0.5), LayerRate(1, 0.5))
    before, after = before_and_after(side, plain, images)
    _, scaled = before_and_after(side, replace(plain, weights=rules), images)
    statistics = [3, 4, 8, 9]
    factors = [0.25] + [0.5] * 9 + [1.0] * 4
    for position, (old, new, ours) in enumerate(zip(before, after, scaled, strict=True)):
        factor = 1.0 if position in statistics else factors[position]
        # Rates are rounded to float32, hence not 1e-12.
        np.testing.assert_allclose(ours - old, factor * (new - old), rtol=1e-6, atol=1e-12)


@SIDES
def test_too_many_layers_are_refused(side, make_images):
    with pytest.raises(RecipeError, match="layers of Freeze is 7, but the model has 6"):
        side.fit(replace(RECIPE, weights=(Freeze(7),)), make_images(), progress=False)
    with pytest.raises(RecipeError, match="Freeze leaves no layer to train"):
        side.fit(replace(RECIPE, weights=(Freeze(6),)), make_images(), progress=False)


def modes(model) -> list:
    """What of a model decides how it is trained."""
    if isinstance(model, torch.nn.Module):
        trained = [parameter.requires_grad for parameter in model.parameters()]
        return [*trained, *(module.training for module in model.modules())]
    trained = [layer.trainable for layer in model._flatten_layers()]
    return [*trained, *(variable.trainable for variable in model.variables)]


def by_hand(side, model) -> None:
    """Set the second layer, a batch norm, aside by hand."""
    if side is pytorch:
        model[1].eval()
        model[0].weight.requires_grad_(False)
    else:
        model.layers[1].trainable = False
        model.layers[0].trainable = False


@SIDES
@pytest.mark.parametrize("rules", [(), (Freeze(-1),), (FreezeNorms(),)], ids=str)
@pytest.mark.parametrize("set_by_hand", [False, True])
def test_modes_are_as_found_after_training(side, rules, set_by_hand, make_images):
    images = make_images()
    recipe = replace(RECIPE, weights=rules)
    model = side.build_model(recipe, images.image_shape, images.num_classes)
    if set_by_hand:
        by_hand(side, model)
    found = modes(model)
    side.train(model, images, recipe, progress=False)
    side.predict(model, images.test.images)
    side.evaluate(model, images.val, recipe)
    assert modes(model) == found


@SIDES
def test_modes_are_as_found_after_an_error(side, make_images):
    images = make_images()
    recipe = replace(RECIPE, weights=(Freeze(-1),))
    model = side.build_model(recipe, images.image_shape, images.num_classes)
    found = modes(model)

    def fail():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        side.train(model, images, recipe, progress=False, after_step=fail)
    assert modes(model) == found


@SIDES
@PRECISIONS
def test_a_norm_set_aside_by_hand_stays_so_in_training(side, precision, make_images):
    images, recipe = make_images(), replace(RECIPE, precision=precision)
    model = side.build_model(recipe, images.image_shape, images.num_classes)
    by_hand(side, model)
    before = side.get_weights(model)
    side.train(model, images, recipe, progress=False)
    changed = moved(before, side.get_weights(model))
    # PyTorch's eval() holds the statistics, Keras' trainable=False scale and shift as well.
    held = [0, 3, 4] if side is pytorch else [0, 1, 2, 3, 4]
    assert changed == [position for position in range(14) if position not in held]


def test_a_model_found_in_evaluation_mode_is_trained_and_left_in_it(make_images):
    images = make_images()
    model, other = (
        pytorch.build_model(RECIPE, images.image_shape, images.num_classes) for _ in range(2)
    )
    model.eval()
    history = pytorch.train(model, images, RECIPE, progress=False)
    assert not any(module.training for module in model.modules())
    expected = pytorch.train(other, images, RECIPE, progress=False)
    assert all(module.training for module in other.modules())
    assert history.loss == expected.loss


@SIDES
def test_a_run_starts_from_a_trained_model(side, make_images):
    images, recipe = make_images(), replace(RECIPE, optimizer=SGD(lr=1e-12), seed=1)
    source = side.fit(RECIPE, images, progress=False).model
    started = side.fit(recipe, images, start=source, progress=False, stop_after=1).model
    trained = [p for p in range(14) if p not in (3, 4, 8, 9)]
    for position in trained:
        np.testing.assert_allclose(
            side.get_weights(started)[position],
            side.get_weights(source)[position],
            rtol=1e-6,
            atol=1e-9,
        )


@SIDES
def test_a_last_layer_of_other_size_starts_anew(side, make_images):
    source = side.fit(RECIPE, make_images(num_classes=3), progress=False).model
    recipe = replace(RECIPE, weights=(Freeze(-1),))
    images = make_images(num_classes=4)
    kept = side.get_weights(source)
    found = side.get_weights(side.fit(recipe, images, start=source, progress=False).model)
    assert moved(kept[:12], found[:12]) == []
    assert found[12].shape == (8, 4) and kept[12].shape == (8, 3)
    np.testing.assert_array_equal(kept[12], side.get_weights(source)[12])


@SIDES
@pytest.mark.parametrize(
    ("model", "message"),
    [
        (Shallow(width=3, norm=BatchNorm()), "has a weight of shape"),
        (Shallow(width=2), "The model to start from has a weight of shape|has 8 weights"),
    ],
    ids=["width", "no norm"],
)
def test_a_model_of_other_layers_is_no_start(side, model, message, make_images):
    images = make_images()
    other = side.build_model(replace(RECIPE, model=model), images.image_shape, 4)
    with pytest.raises(RecipeError, match=message) as caught:
        side.fit(RECIPE, images, start=other, progress=False)
    assert "\n" not in str(caught.value)


@PRECISIONS
def test_a_readers_frozen_keras_norm_keeps_its_statistics(precision, make_images):
    """As found in the course's own layer, which took `training` for `trainable` in float32."""
    recipe = replace(RECIPE, precision=precision)
    images = make_images()
    model = tensorflow.build_model(recipe, images.image_shape, images.num_classes)
    norms = [layer for layer in model.layers if isinstance(layer, keras.layers.BatchNormalization)]
    assert len(norms) == 2
    for norm in norms:
        norm.trainable = False
    before = tensorflow.get_weights(model)
    tensorflow.train(model, images, recipe, progress=False)
    assert moved(before, tensorflow.get_weights(model)) == [0, 5, 10, 11, 12, 13]
