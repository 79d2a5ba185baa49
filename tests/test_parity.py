"""Both frameworks give the same numbers, for every option that a recipe has.

The cases are enumerated from the registries and from the fields of the options: a new option or
a new field without a case fails `test_every_option_has_a_case` by name.
"""

from dataclasses import fields

import numpy as np
import pytest

from cnncourse import parity, pytorch, tensorflow
from cnncourse.augmentation import Augmentation
from cnncourse.options import LOSSES, MODELS, OPTIMIZERS
from cnncourse.recipe import Recipe
from cnncourse.schedules import SCHEDULES, CosineDecay

BASE = {"model": "shallow3x3", "width": 4, "batch_size": 10, "num_epochs": 4}
NUM_STEPS = 20

# A value other than the default for each field of each option.
WEIGHTS = (1.0, 2.0, 0.5, 3.0)
VARIANTS = {
    "cross_entropy": {"label_smoothing": 0.1, "class_weights": WEIGHTS},
    "binary_cross_entropy": {"label_smoothing": 0.1},
    "mean_squared_error": {},
    "focal": {"gamma": 0.5, "class_weights": WEIGHTS},
    "sgd": {"lr": 0.1, "momentum": 0.9, "nesterov": True, "weight_decay": 0.5},
    "rmsprop": {"lr": 0.01, "rho": 0.8, "eps": 1e-3},
    "adam": {"lr": 0.01, "beta1": 0.8, "beta2": 0.9, "eps": 1e-3},
    "adamw": {"lr": 0.01, "beta1": 0.8, "beta2": 0.9, "eps": 1e-3, "weight_decay": 0.5},
    "muon": {"lr": 0.1, "other_lr": 0.1, "momentum": 0.5, "weight_decay": 0.5},
    "constant": {},
    "step_decay": {"every_epochs": 2.0, "decay": 0.1},
    "cosine_decay": {"final": 0.1},
    "warmup": {"epochs": 2.0, "then": CosineDecay()},
    "triangle": {"start": 0.5, "peak_at": 0.5, "final": 0.5},
}
AUGMENTATION = {
    "rotation": 20.0,
    "width_shift": 0.1,
    "height_shift": 0.1,
    "shear": 0.2,
    "zoom": 0.1,
    "horizontal_flip": True,
    "alternating_flip": True,
    "brightness": 0.3,
}
RECIPE = {"batch_norm": True, "dropout": 0.4, "l1": 0.01, "l2": 0.1, "clip_norm": 0.5}
RECIPE |= {"clip_value": 0.02, "width": 3, "batch_size": 7, "num_epochs": 5, "seed": 7}
RECIPE |= {"whitening": True, "ema": 0.9, "test_flips": True}
NEEDS = {("sgd", "nesterov"): {"momentum": 0.9}}
REGISTRIES = {"loss": LOSSES, "optimizer": OPTIMIZERS, "schedule": SCHEDULES}
# A schedule matters most where the velocity remembers earlier learning rates.
WITH_SCHEDULE = {"optimizer": OPTIMIZERS["sgd"](lr=0.1, momentum=0.9)}


def cases() -> dict[str, dict]:
    """Return the settings of every case by its name, kind/option or kind/option.field."""
    found = {}
    for kind, registry in REGISTRIES.items():
        extra = WITH_SCHEDULE if kind == "schedule" else {}
        for name, option in registry.items():
            found[f"{kind}/{name}"] = {kind: option()} | extra
            for field, value in VARIANTS.get(name, {}).items():
                values = {field: value} | NEEDS.get((name, field), {})
                found[f"{kind}/{name}.{field}"] = {kind: option(**values)} | extra
    for field, value in AUGMENTATION.items():
        found[f"augmentation/{field}"] = {"augmentation": Augmentation(**{field: value})}
    found["augmentation/all"] = {"augmentation": Augmentation(**AUGMENTATION)}
    for field, value in RECIPE.items():
        found[f"recipe/{field}"] = {field: value}
    found["recipe/clip_norm and clip_value"] = {"clip_norm": 0.05, "clip_value": 0.02}
    for model in MODELS:
        found[f"model/{model}"] = {"model": model}
        found[f"model/{model}, batch norm and dropout"] = {
            "model": model,
            "batch_norm": True,
            "dropout": 0.4,
        }
    return found


CASES = cases()


def test_every_option_has_a_case():
    missing = []
    for kind, registry in REGISTRIES.items():
        for name, option in registry.items():
            missing += [f"{kind}/{name}.{f.name}" for f in fields(option)]
    missing += [f"augmentation/{f.name}" for f in fields(Augmentation)]
    covered_elsewhere = {"model", "augmentation", "precision", "compile", *REGISTRIES}
    missing += [f"recipe/{f.name}" for f in fields(Recipe) if f.name not in covered_elsewhere]
    missing += [f"model/{model}" for model in MODELS]
    assert [name for name in missing if name not in CASES] == []


def without(name: str) -> dict:
    """Return the settings of a case without the one thing that it tries."""
    kind, _, rest = name.partition("/")
    option, _, field = rest.partition(".")
    extra = WITH_SCHEDULE if kind == "schedule" else {}
    if not field:
        return extra
    return {kind: REGISTRIES[kind][option](**NEEDS.get((option, field), {}))} | extra


DEFAULTS = {"loss/cross_entropy", "optimizer/adam", "schedule/constant", "model/shallow3x3"}


@pytest.mark.parametrize("name", CASES)
def test_case_changes_the_run(name, make_images):
    """An option that changed nothing would agree trivially."""
    images = make_images()

    def losses(settings):
        recipe = Recipe(**BASE | {"precision": "float64"} | settings)
        history = pytorch.fit(recipe, images, progress=False).history
        return history.loss, history.val_loss

    assert (losses(CASES[name]) == losses(without(name))) == (name in DEFAULTS)


@pytest.mark.parametrize("name", CASES)
def test_frameworks_agree(name, make_images):
    images = make_images()
    for precision, steps, tolerance in (("float64", NUM_STEPS, 1e-9), ("float32", 10, 1e-4)):
        recipe = Recipe(**BASE | CASES[name] | {"precision": precision})
        a = pytorch.fit(recipe, images, progress=False)
        b = tensorflow.fit(recipe, images, progress=False)
        assert len(a.history.loss) >= NUM_STEPS
        for series in ("loss", "grad_norm", "lr"):
            ours, theirs = getattr(a.history, series)[:steps], getattr(b.history, series)[:steps]
            difference = parity.relative_difference(ours, theirs)
            assert difference <= tolerance, f"{series} in {precision}: {difference:.1e}"
        if precision == "float64":
            assert_same_model(a.model, b.model, images)
            for series in ("train_loss", "train_accuracy", "val_loss", "val_accuracy"):
                np.testing.assert_allclose(
                    getattr(a.history, series),
                    getattr(b.history, series),
                    rtol=tolerance,
                    atol=1e-10,  # losses of about 1, and accuracies
                )


def assert_same_model(torch_model, keras_model, images):
    ours, theirs = pytorch.get_weights(torch_model), tensorflow.get_weights(keras_model)
    for x, y in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(x, y, rtol=1e-7, atol=1e-10)
    test_images = images.test.images
    ours = pytorch.predict(torch_model, test_images)
    theirs = tensorflow.predict(keras_model, test_images)
    assert ours.dtype == theirs.dtype == np.float64
    np.testing.assert_allclose(ours, theirs, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("image_shape", [(8, 8, 1), (17, 13, 3), (32, 32, 3)])
def test_models_agree_at_any_size(model, image_shape):
    recipe = Recipe(model=model, width=2, batch_norm=True, precision="float64")
    ours = pytorch.build_model(recipe, image_shape, 10)
    theirs = tensorflow.build_model(recipe, image_shape, 10)
    images = np.random.default_rng(0).integers(0, 256, (3, *image_shape), dtype=np.uint8)
    logits = pytorch.predict(ours, images)
    assert logits.std() > 0
    np.testing.assert_allclose(logits, tensorflow.predict(theirs, images), rtol=1e-9, atol=1e-12)


def test_first_gradients_agree(make_images):
    """One step of SGD with lr 1 turns the weights' difference into the gradient itself."""
    images = make_images(num_train=10)
    settings = {"batch_norm": True, "optimizer": OPTIMIZERS["sgd"](lr=1.0), "num_epochs": 1}
    recipe = Recipe(**BASE | settings | {"precision": "float64"})
    gradients = []
    for side in (pytorch, tensorflow):
        before = side.get_weights(side.build_model(recipe, images.image_shape, images.num_classes))
        after = side.get_weights(side.fit(recipe, images, progress=False).model)
        gradients.append([x - y for x, y in zip(before, after, strict=True)])
    for ours, theirs in zip(*gradients, strict=True):
        assert np.abs(ours).max() > 0
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)


def test_binary_task_has_one_output_in_both(make_images):
    images = make_images(num_classes=2)
    recipe = Recipe(**BASE | {"loss": LOSSES["binary_cross_entropy"](), "precision": "float64"})
    a, b = (side.fit(recipe, images, progress=False) for side in (pytorch, tensorflow))
    assert pytorch.predict(a.model, images.test.images).shape == (16, 1)
    assert parity.relative_difference(a.history.loss, b.history.loss) <= 1e-9
    assert a.history.val_accuracy == b.history.val_accuracy


@pytest.mark.parametrize("seed", [0, 1])
def test_weights_survive_the_way_across_and_back(seed):
    recipe = Recipe(**BASE | {"batch_norm": True, "seed": seed})
    source = pytorch.build_model(recipe, (10, 10, 3), 4)
    there = tensorflow.build_model(Recipe(**BASE | {"batch_norm": True, "seed": 9}), (10, 10, 3), 4)
    back = pytorch.build_model(Recipe(**BASE | {"batch_norm": True, "seed": 8}), (10, 10, 3), 4)
    parity.copy_weights(source, there)
    parity.copy_weights(there, back)
    for x, y in zip(pytorch.get_weights(source), pytorch.get_weights(back), strict=True):
        np.testing.assert_array_equal(x, y)
