"""The real contestants: each trains the recipe's model, and the lists name what there is."""

import importlib
import math
import pkgutil
import re
from dataclasses import replace

import keras
import numpy as np
import pytest
import tensorflow as tf
import torch

from cnncourse import (
    VGG,
    Adam,
    BatchNorm,
    CourseError,
    HorizontalFlip,
    Recipe,
    Shift,
    bench,
    pytorch,
    tensorflow,
)
from cnncourse.bench import contestants
from cnncourse.bench.contestants import FLOOR, LAYERS, STEP, all_contestants, choose
from cnncourse.bench.gate import Stop
from cnncourse.bench.steps_pytorch import with_relu_before_pool as torch_relu_first
from cnncourse.bench.steps_tensorflow import with_relu_before_pool as keras_relu_first
from cnncourse.data import ImageData, Split

RECIPE = Recipe(
    model=VGG(width=4, norm=BatchNorm()),
    batch_size=16,
    num_epochs=12,
    optimizer=Adam(lr=0.01),
    augmentation=(HorizontalFlip(), Shift(0.1, 0.1)),
)
# All imported before a test changes what they import.
MODULES = [
    importlib.import_module(f"cnncourse.bench.{module.name}")
    for module in pkgutil.iter_modules(bench.__path__)
]
# Compilation takes half a minute and is tested with `train`.
BY_NAME = {name: c for name, c in all_contestants().items() if not c.compile}
TRAINING = [name for name, c in BY_NAME.items() if c.trains]
NOT_EVALUATING = [name for name, c in BY_NAME.items() if c.kind in (FLOOR, LAYERS, STEP)]


class OpenGate:
    """Lets everything through, and stops after so many steps."""

    def __init__(self, most_steps: float = math.inf):
        self.most_steps, self.num_steps, self.val_losses = most_steps, 0, []

    def step(self):
        self.num_steps += 1
        if self.num_steps >= self.most_steps:
            raise Stop

    def epoch(self, val_loss):
        self.val_losses.append(val_loss)

    def finished(self, seconds, val_losses):
        assert len(seconds) == len(val_losses)
        self.val_losses += val_losses


@pytest.fixture(autouse=True)
def _as_in_a_new_process():
    torch.manual_seed(0)
    keras.utils.set_random_seed(0)
    yield
    keras.mixed_precision.set_global_policy("float32")


@pytest.fixture
def images():
    """Two batches of images whose class is their color, which no augmentation changes."""
    rng = np.random.default_rng(0)

    def split(num_examples: int) -> Split:
        labels = rng.integers(0, 3, num_examples)
        pixels = rng.integers(0, 64, (num_examples, 16, 16, 3))
        pixels[np.arange(num_examples), :, :, labels] += 128
        return Split(pixels.astype(np.uint8), labels)

    return ImageData("colors", split(32), split(16), split(16), ("red", "green", "blue"))


@pytest.fixture
def built(monkeypatch, images):
    """The models that contestants build from now on."""
    models = []

    def noting(original):
        def build_model(*arguments):
            models.append(original(*arguments))
            return models[-1]

        return build_model

    for module in (pytorch, tensorflow, *MODULES):
        if hasattr(module, "build_model"):
            monkeypatch.setattr(module, "build_model", noting(module.build_model))
    return models


def weights_of(model) -> list[np.ndarray]:
    if isinstance(model, torch.nn.Module):
        return [p.detach().numpy() for p in model.parameters()]
    return [v.numpy() for v in model.trainable_variables]


def run(name, images, gate):
    contestant = BY_NAME[name]
    recipe = replace(RECIPE, precision=contestant.precision)
    pkgutil.resolve_name(contestant.run)(images, recipe, gate, **contestant.options_on("cpu"))


@pytest.mark.parametrize("name", TRAINING)
def test_contestant_trains_the_same_network_to_a_lower_loss(name, images, built):
    gate = OpenGate()
    run(name, images, gate)
    assert gate.num_steps == 2 * RECIPE.num_epochs
    assert len(gate.val_losses) == RECIPE.num_epochs
    assert gate.val_losses[-1] < 0.9 * math.log(images.num_classes)
    (model,) = built
    ours = pytorch.build_model(RECIPE, images.image_shape, images.num_classes)
    expected = sum(p.numel() for p in ours.parameters())
    assert sum(w.size for w in weights_of(model)) == expected


@pytest.mark.parametrize("name", [n for n in NOT_EVALUATING if BY_NAME[n].kind == STEP])
def test_each_change_still_trains(name, images, built):
    with pytest.raises(Stop):
        run(name, images, OpenGate(most_steps=3))
    before = weights_of(fresh(built[0], images))
    for old, new in zip(before, weights_of(built[0]), strict=True):
        assert np.isfinite(new).all()
        # Some put other layers in place of those of batch norm.
        assert old.ndim == 1 or not np.array_equal(old, new)


@pytest.mark.parametrize("name", [n for n in NOT_EVALUATING if BY_NAME[n].kind != STEP])
def test_a_floor_repeats_its_passes_and_changes_no_weight(name, images, built):
    gate = OpenGate(most_steps=3)
    with pytest.raises(Stop):
        run(name, images, gate)
    assert gate.num_steps == 3
    for old, new in zip(weights_of(fresh(built[0], images)), weights_of(built[0]), strict=True):
        np.testing.assert_array_equal(old, new)


def fresh(model, images):
    """The recipe's model as it is before training, in the framework of `model`."""
    package = pytorch if isinstance(model, torch.nn.Module) else tensorflow
    return package.build_model(RECIPE, images.image_shape, images.num_classes)


def test_the_passes_reach_every_weight(images, built):
    with pytest.raises(Stop):
        run("floor_pytorch_float32", images, OpenGate(most_steps=1))
    for parameter in built[0].parameters():
        assert parameter.grad is not None
        assert parameter.grad.any()


def test_the_layers_are_all_convolutions_and_dense_layers_once_a_step(images, monkeypatch):
    asked = []
    original = torch.autograd.grad

    def grad(output, wanted, gradient):
        asked.append([tuple(w.shape) for w in wanted])
        return original(output, wanted, gradient)

    monkeypatch.setattr(torch.autograd, "grad", grad)
    with pytest.raises(Stop):
        run("layers_pytorch_float32", images, OpenGate(most_steps=1))
    assert len(asked) == 6 + 2
    assert asked[0] == [(4, 3, 3, 3)], "nobody needs the gradient of the images"
    assert asked[1] == [(4, 4, 3, 3), (16, 4, 16, 16)]
    assert asked[-1] == [(3, 32), (3,), (16, 32)]


def test_the_order_of_relu_and_pool_does_not_change_the_outputs(images):
    shape = images.image_shape, images.num_classes
    pixels = images.val.images.astype(np.float32) / 255
    model = pytorch.build_model(RECIPE, *shape).eval()
    first = torch_relu_first(model)
    kinds = [type(layer).__name__ for layer in first]
    assert re.search("ReLU,MaxPool2d", ",".join(kinds))
    assert not re.search("MaxPool2d,ReLU", ",".join(kinds))
    inputs = torch.from_numpy(pixels).permute(0, 3, 1, 2)
    with torch.no_grad():
        np.testing.assert_array_equal(first(inputs.clone()), model(inputs.clone()))
    model = tensorflow.build_model(RECIPE, *shape)
    first = keras_relu_first(model)
    kinds = ",".join(type(layer).__name__ for layer in first.layers)
    assert "ReLU,MaxPooling2D" in kinds
    assert "MaxPooling2D,ReLU" not in kinds
    np.testing.assert_array_equal(first(tf.constant(pixels)), model(tf.constant(pixels)))


def test_names_can_be_paths_in_the_summary():
    for name, contestant in all_contestants().items():
        assert re.fullmatch("[a-z0-9_]+", name)
        assert callable(pkgutil.resolve_name(contestant.run))


def test_choose_by_name_by_group_and_by_size():
    assert [c.name for c in choose(["eager_tape"], 128)] == ["eager_tape"]
    assert {c.kind for c in choose(["steps"], 32)} == {STEP}
    assert STEP not in {c.kind for c in choose(["race"], 32)}
    assert len(choose(None, 32)) == len(all_contestants())
    assert all(128 in c.sizes for c in choose(None, 128))
    with pytest.raises(CourseError, match="Unknown contestant 'fit': choose one of"):
        choose(["fit"], 32)


def test_a_missing_framework_or_package_is_named_with_its_command(monkeypatch):
    lightning, ours = BY_NAME["lightning_float32"], BY_NAME["pytorch_float32"]
    assert (lightning.what_is_missing(), ours.what_is_missing()) == ("", "")
    monkeypatch.setattr(contestants, "find_spec", lambda name: None)
    assert ours.what_is_missing() == ""
    assert 'pip install "cnncourse[bench]"' in lightning.what_is_missing()
    monkeypatch.setattr(contestants, "is_installed", lambda name: False)
    assert 'PyTorch is not installed: run pip install "cnncourse[torch]"' in ours.what_is_missing()
