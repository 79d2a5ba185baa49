"""Both frameworks give the same numbers, for every option that a recipe has.

The cases are enumerated from the registries and from the fields of the options: a new option or
a new field without a variant fails `test_every_option_has_a_variant` by name.
"""

from dataclasses import fields

import numpy as np
import pytest

from cnncourse import layers as l
from cnncourse import parity, pytorch, tensorflow
from cnncourse.architectures import MODELS, VGG, Layers, Shallow
from cnncourse.initial import INITIALIZATIONS
from cnncourse.layers import LAYERS
from cnncourse.losses import LOSSES
from cnncourse.moves import Rotation
from cnncourse.optimizers import OPTIMIZERS
from cnncourse.recipe import EarlyStopping, Recipe
from cnncourse.schedules import SCHEDULES, CosineDecay
from cnncourse.transforms import TRANSFORMS
from cnncourse.updates import GRADIENT_STEPS, WEIGHT_RULES, ClipNorm, ClipValue

BASE = {"model": Shallow(width=4), "batch_size": 10, "num_epochs": 4}
NUM_STEPS = 20
WEIGHTS = (1.0, 2.0, 0.5, 3.0)


def varied(given: dict, cls: type) -> dict:
    """The values given for fields of an option; each other number becomes half of its default."""
    defaults = {field.name: field.default for field in fields(cls)}
    halves = {name: value / 2 for name, value in defaults.items() if isinstance(value, float)}
    return {name: half for name, half in halves.items() if half} | given


# A value other than the default for each field of each option; see `varied`.
VARIANTS = {
    "model": {
        "layers": {"hidden": (l.Conv(4), l.Tanh(), l.Flatten())},
        "shallow": {"size": 5, "width": 3, "padding": "valid", "norm": l.BatchNorm()}
        | {"activation": l.GELU(), "dropout": 0.4, "whitening": True},
        "vgg": {"width": 3, "norm": l.GroupNorm(groups=1), "activation": l.LeakyReLU()}
        | {"dropout": 0.4, "whitening": True},
        "plain": {"depth": 5, "width": 4, "norm": l.BatchNorm(), "activation": l.SiLU()},
        "resnet": {"depth": 8, "width": 4, "block": "pre", "norm": l.GroupNorm(groups=2)}
        | {"activation": l.Tanh(), "shortcuts": False},
        "inverted_residuals": {"width": 4, "blocks": 1, "expansion": 2, "squeeze": 0.5},
    },
    "initialization": {"glorot": {"scale": 0.5}, "he": {"scale": 0.5}},
    "loss": {
        "cross_entropy": {"label_smoothing": 0.1, "class_weights": WEIGHTS},
        "binary_cross_entropy": {"label_smoothing": 0.1},
        "mean_squared_error": {},
        "focal": {"gamma": 0.5, "class_weights": WEIGHTS},
        "logit_adjusted": {"tau": 2.0, "priors": (0.4, 0.3, 0.2, 0.1)},
    },
    "optimizer": {
        "sgd": {"lr": 0.1, "momentum": 0.9, "nesterov": True, "weight_decay": 0.5},
        "rmsprop": {"lr": 0.01, "rho": 0.8, "eps": 1e-3},
        "adam": {"lr": 0.01, "beta1": 0.8, "beta2": 0.9, "eps": 1e-3},
        "adamw": {"lr": 0.01, "beta1": 0.8, "beta2": 0.9, "eps": 1e-3, "weight_decay": 0.5},
        "muon": {"lr": 0.1, "other_lr": 0.1, "momentum": 0.5, "weight_decay": 0.5},
    },
    "schedule": {
        "constant": {},
        "step_decay": {"every_epochs": 2.0, "decay": 0.1},
        "cosine_decay": {"final": 0.1},
        "warmup": {"epochs": 2.0, "then": CosineDecay()},
        "triangle": {"start": 0.5, "peak_at": 0.5, "final": 0.5},
    },
    "augmentation": {
        "rotation": {"degrees": 40.0},
        "shift": {"width": 0.3, "height": 0.0},
        "shear": {"amount": 0.4},
        "zoom": {"amount": 0.3},
        "horizontal_flip": {},
        "vertical_flip": {},
        "alternating_flip": {},
        "brightness": {"amount": 0.4},
        "contrast": {"amount": 0.4},
        "channel_shift": {"amount": 0.4},
        "cutout": {"size": 0.3},
        "mixup": {"alpha": 0.5},
        "cutmix": {"alpha": 0.5},
        "rand_augment": {"num": 3, "magnitude": 0.8},
    },
    "gradients": {
        "l1": {"strength": 0.01},
        "l2": {"strength": 0.1},
        "clip_value": {"limit": 0.02},
        "clip_norm": {"limit": 0.5},
    },
    "weights": {
        "average": {"decay": 0.9},
        "freeze": {"layers": 1},
        "freeze_norms": {},
        "layer_rate": {"layers": 2, "factor": 0.5},
    },
}
# Each layer where it can stand, with a value other than the default for each of its fields.
LAYER_VARIANTS = {
    "conv": {"filters": 5, "size": 2, "stride": 2, "padding": "valid", "bias": False},
    "depthwise_conv": {"size": 2, "stride": 2, "bias": True},
    "batch_norm": {"momentum": 0.5, "eps": 1e-2},
    "group_norm": {"groups": 2, "eps": 1e-2},
    "leaky_relu": {"slope": 0.3},
    "max_pool": {"size": 3, "stride": 1},
    "average_pool": {"size": 3},
    "dense": {"units": 5, "bias": False},
    "dropout": {"rate": 0.3},
    "spatial_dropout": {"rate": 0.3},
    "residual": {"body": (l.Conv(6, stride=2),), "shortcut": (l.Conv(6, size=1, stride=2),)},
    "scale": {"body": (l.GlobalPool(), l.Dense(4), l.Sigmoid())},
}
ON_FEATURES = {"dense"}
FLATTENS = {"flatten", "global_pool"}
# Where the default of a field cannot stand, what stands in its place.
INSTEAD = {
    "model/layers.hidden": {"model": Layers((l.Flatten(),))},
    "layer/scale.body": {"model": Layers((l.Conv(4), l.Tanh(), l.Flatten()))},
}
# What an option needs beside it, to be of any consequence.
BESIDE = {
    "loss/logit_adjusted": {},
    "weights/freeze_norms": {"model": Shallow(width=4, norm=l.BatchNorm())},
    "schedule": {"optimizer": OPTIMIZERS["sgd"](lr=0.1, momentum=0.9)},
}
RECIPE = {
    "fill": {"fill": "reflect", "augmentation": (Rotation(40.0),)},
    "fill, constant": {"fill": "constant", "augmentation": (Rotation(40.0),)},
    "accumulate": {"accumulate": 3, "model": Shallow(width=4, norm=l.BatchNorm())},
    "early_stopping": {"early_stopping": EarlyStopping(patience=1), "num_epochs": 8}
    | {"optimizer": OPTIMIZERS["sgd"](lr=2.0)},
    "test_flips": {"test_flips": True},
    "batch_size": {"batch_size": 7},
    "num_epochs": {"num_epochs": 5},
    "seed": {"seed": 7},
}
COMBINED = {
    "sgd with momentum": {"optimizer": OPTIMIZERS["sgd"](lr=0.1, momentum=0.9)},
    "clip twice": {"gradients": (ClipValue(0.02), ClipNorm(0.05))},
    "all rules": {
        "weights": tuple(
            cls(**varied(VARIANTS["weights"].get(name, {}), cls))
            for name, cls in WEIGHT_RULES.items()
        ),
        "model": VGG(width=2, norm=l.BatchNorm()),
    },
    "all transforms": {
        "augmentation": tuple(
            cls(**varied(VARIANTS["augmentation"].get(name, {}), cls))
            for name, cls in TRANSFORMS.items()
            if name != "alternating_flip"
        )
    },
    "mixup under binary cross-entropy": {
        "augmentation": ("mixup",),
        "loss": "binary_cross_entropy",
    },
    "mixup under focal loss": {"augmentation": ("mixup",), "loss": "focal"},
}
REGISTRIES = {
    "model": MODELS,
    "initialization": INITIALIZATIONS,
    "loss": LOSSES,
    "optimizer": OPTIMIZERS,
    "schedule": SCHEDULES,
    "augmentation": TRANSFORMS,
    "gradients": GRADIENT_STEPS,
    "weights": WEIGHT_RULES,
}
SEVERAL = {"augmentation", "gradients", "weights"}


def setting(kind: str, option) -> dict:
    return {kind: (option,) if kind in SEVERAL else option}


def beside(kind: str, name: str) -> dict:
    return BESIDE.get(kind, {}) | BESIDE.get(f"{kind}/{name}", {})


def net_with(name: str, layer) -> Layers:
    """A small net that has this layer where it can stand."""
    conv, flatten = l.Conv(4), l.Flatten()
    if name in ON_FEATURES:
        return Layers((conv, l.ReLU(), flatten, layer, l.ReLU()))
    if name == "whitening":  # its filters are those of the images
        return Layers((layer, l.Tanh(), flatten))
    if name in FLATTENS:
        return Layers((conv, l.Tanh(), layer))
    return Layers((conv, layer, l.Tanh(), flatten))


def cases() -> dict[str, dict]:
    """Return the settings of every case by its name: each option with all of its variants."""
    found = {}
    for kind, registry in REGISTRIES.items():
        for name, cls in registry.items():
            option = cls(**varied(VARIANTS[kind].get(name, {}), cls))
            found[f"{kind}/{name}"] = beside(kind, name) | setting(kind, option)
    for name, cls in LAYERS.items():
        layer = cls(**varied(LAYER_VARIANTS.get(name, {}), cls))
        found[f"layer/{name}"] = {"model": net_with(name, layer)}
    found |= {f"model/{name}, as it is": {"model": cls()} for name, cls in small_models().items()}
    found |= {f"recipe/{name}": settings for name, settings in RECIPE.items()}
    return found | COMBINED


def small_models() -> dict:
    return {
        "resnet": lambda: MODELS["resnet"](depth=8, width=4),
        "inverted_residuals": lambda: MODELS["inverted_residuals"](width=4),
        "vgg": lambda: VGG(width=3, norm=l.BatchNorm(), dropout=0.4),
    }


def field_cases() -> dict[str, tuple[dict, dict]]:
    """Return, for each field of each option, the settings without its variant and with it."""
    found = {}
    for kind, registry in REGISTRIES.items():
        for name, cls in registry.items():
            variants = varied(VARIANTS[kind].get(name, {}), cls)
            for field, value in variants.items():
                needed = {"momentum": 0.9} if field == "nesterov" else {}
                without = setting(kind, cls(**needed))
                with_it = setting(kind, cls(**needed | {field: value}))
                extra = beside(kind, name)
                without = INSTEAD.get(f"{kind}/{name}.{field}", extra | without)
                found[f"{kind}/{name}.{field}"] = (without, extra | with_it)
    for name, cls in LAYERS.items():
        variants = varied(LAYER_VARIANTS.get(name, {}), cls)
        for field, value in variants.items():
            # A residual's two ways have to fit each other.
            values = variants if name == "residual" else {field: value}
            without, with_it = LAYERS[name](), LAYERS[name](**values)
            if name == "group_norm":  # the default of its groups is for more channels
                without, with_it = LAYERS[name](groups=4), LAYERS[name](**{"groups": 4} | values)
            case = f"layer/{name}.{field}"
            without = INSTEAD.get(case, {"model": net_with(name, without)})
            found[case] = (without, {"model": net_with(name, with_it)})
    for name, settings in RECIPE.items():
        field = name.partition(",")[0]
        found[f"recipe/{name}"] = ({k: v for k, v in settings.items() if k != field}, settings)
    return found


CASES, FIELD_CASES = cases(), field_cases()


def test_every_option_has_a_variant():
    """Of each of its fields, so that the cases below try them."""
    missing = []
    for kind, registry in REGISTRIES.items():
        for name, cls in registry.items():
            names = {field.name for field in fields(cls)}
            variants = varied(VARIANTS[kind].get(name, {}), cls)
            missing += [f"{kind}/{name}.{f}" for f in names - set(variants)]
    for name, cls in LAYERS.items():
        names = {field.name for field in fields(cls)}
        variants = varied(LAYER_VARIANTS.get(name, {}), cls)
        missing += [f"layer/{name}.{f}" for f in names - set(variants)]
    covered_elsewhere = {"precision", "compile", *REGISTRIES}
    names = {field.name for field in fields(Recipe)} - covered_elsewhere
    missing += [f"recipe/{name}" for name in names - set(RECIPE)]
    assert missing == []


def losses(settings: dict, images) -> tuple:
    """Losses of each step and epoch, and what is left of the run that these do not show."""
    recipe = Recipe(**BASE | {"precision": "float64"} | settings)
    run = pytorch.fit(recipe, images, progress=False)
    logits = pytorch.predict(run.model, images.test.images)
    return run.history.loss, run.history.val_loss, logits.tolist()


@pytest.mark.parametrize("name", FIELD_CASES)
def test_each_field_changes_the_run(name, make_images):
    """A field that changed nothing would agree trivially."""
    images = make_images()
    without, with_it = FIELD_CASES[name]
    assert losses(without, images) != losses(with_it, images)


@pytest.mark.parametrize("name", [n for n in CASES if n.partition("/")[0] in REGISTRIES])
def test_each_option_changes_the_run(name, make_images):
    images = make_images()
    kind = name.partition("/")[0]
    settings = CASES[name]
    without = {k: v for k, v in settings.items() if k != kind}
    if kind == "model":
        without = {"model": Shallow(width=4)}
    changes = losses(settings, images) != losses(without, images)
    assert changes != (name == "schedule/constant")


@pytest.mark.parametrize("name", CASES)
def test_frameworks_agree(name, make_images):
    images = make_images()
    for precision, steps, tolerance in (("float64", NUM_STEPS, 1e-9), ("float32", 10, 1e-4)):
        recipe = Recipe(**BASE | CASES[name] | {"precision": precision})
        a = pytorch.fit(recipe, images, progress=False)
        b = tensorflow.fit(recipe, images, progress=False)
        if recipe.early_stopping is None:
            assert len(a.history.loss) >= NUM_STEPS
        for series in ("loss", "grad_norm", "lr"):
            ours, theirs = getattr(a.history, series)[:steps], getattr(b.history, series)[:steps]
            np.testing.assert_allclose(
                ours, theirs, rtol=tolerance, atol=1e-12, err_msg=f"{series} in {precision}"
            )
        if precision == "float64":
            assert len(a.history.loss) == len(b.history.loss)
            assert_same_model(a.model, b.model, images)
            for series in ("train_loss", "train_accuracy", "val_loss", "val_accuracy"):
                ours, theirs = getattr(a.history, series), getattr(b.history, series)
                np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=1e-12)


def assert_same_model(torch_model, keras_model, images):
    ours, theirs = pytorch.get_weights(torch_model), tensorflow.get_weights(keras_model)
    for x, y in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(x, y, rtol=1e-7, atol=1e-10)
    test_images = images.test.images
    ours = pytorch.predict(torch_model, test_images)
    theirs = tensorflow.predict(keras_model, test_images)
    assert ours.dtype == theirs.dtype == np.float64
    np.testing.assert_allclose(ours, theirs, rtol=1e-7, atol=1e-9)


def test_first_gradients_agree(make_images):
    """One step of SGD with lr 1 turns the weights' difference into the gradient itself."""
    images = make_images(num_train=10)
    settings = {"model": Shallow(width=4, norm=l.BatchNorm()), "num_epochs": 1}
    settings |= {"optimizer": OPTIMIZERS["sgd"](lr=1.0), "precision": "float64"}
    recipe = Recipe(**BASE | settings)
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
    np.testing.assert_allclose(a.history.loss, b.history.loss, rtol=1e-9, atol=1e-12)
    assert a.history.val_accuracy == b.history.val_accuracy


@pytest.mark.parametrize("seed", [0, 1])
def test_weights_survive_the_way_across_and_back(seed):
    def recipe(seed: int) -> Recipe:
        return Recipe(model=MODELS["resnet"](depth=8, width=4), seed=seed)

    source = pytorch.build_model(recipe(seed), (10, 10, 3), 4)
    there = tensorflow.build_model(recipe(9), (10, 10, 3), 4)
    back = pytorch.build_model(recipe(8), (10, 10, 3), 4)
    parity.copy_weights(source, there)
    parity.copy_weights(there, back)
    for x, y in zip(pytorch.get_weights(source), pytorch.get_weights(back), strict=True):
        np.testing.assert_array_equal(x, y)
