"""Lower precision and compilation: the same training within what rounding explains."""

from dataclasses import replace

import keras
import numpy as np
import pytest
import torch
from torch import nn

from cnncourse import (
    Adam,
    BatchNorm,
    CourseError,
    Recipe,
    RecipeError,
    Shallow,
    parity,
    processor,
    pytorch,
    tensorflow,
)
from cnncourse.pytorch import devices as torch_devices
from cnncourse.tensorflow import devices as tensorflow_devices

SIDES = {"pytorch": pytorch, "tensorflow": tensorflow}
DEVICES = {"pytorch": torch_devices, "tensorflow": tensorflow_devices}
RECIPE = Recipe(
    model=Shallow(width=4, norm=BatchNorm()),
    optimizer=Adam(lr=0.02),
    batch_size=10,
    num_epochs=4,
)


@pytest.fixture(params=SIDES)
def side(request):
    return SIDES[request.param]


def test_bfloat16_trains_nearly_as_float32(side, make_images):
    images = make_images()
    exact, rounded = (
        side.fit(replace(RECIPE, precision=precision), images, progress=False)
        for precision in ("float32", "bfloat16")
    )
    # 8 significant bits: the first loss is off by a few 2^-8 at most, but not by nothing.
    difference = parity.relative_difference(exact.history.loss[:1], rounded.history.loss[:1])
    assert 0 < difference < 8 * 2**-8
    assert rounded.history.val_loss[-1] < 0.7 * rounded.history.val_loss[0]
    # Weights, and what is computed outside of training, stay in float32.
    assert all(w.dtype == np.float32 for w in side.get_weights(rounded.model))
    assert any((w.astype("float32") != bfloat16(w)).any() for w in side.get_weights(rounded.model))
    logits = side.predict(rounded.model, images.test.images)
    assert logits.dtype == np.float32 and (logits != bfloat16(logits)).any()


def bfloat16(values: np.ndarray) -> np.ndarray:
    return torch.from_numpy(values).bfloat16().float().numpy()


def test_evaluation_is_in_the_precision_of_the_recipe(side, make_images):
    images = make_images()
    model = side.build_model(RECIPE, images.image_shape, images.num_classes)
    exact, rounded = (
        side.evaluate(model, images.val, replace(RECIPE, precision=precision))[0]
        for precision in ("float32", "bfloat16")
    )
    assert 0 < abs(rounded - exact) / exact < 8 * 2**-8


def test_a_readers_keras_model_keeps_its_precision(make_images):
    model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(4)])
    recipe = replace(RECIPE, precision="bfloat16", num_epochs=1)
    tensorflow.train(model, make_images(), recipe, progress=False)
    assert [layer.compute_dtype for layer in model.layers] == ["float32"] * 2


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_compiled_training_is_the_same(side, precision, make_images):
    images, recipe = make_images(), replace(RECIPE, precision=precision)
    plain, compiled = (
        side.fit(replace(recipe, compile=compile), images, progress=False)
        for compile in (False, True)
    )
    tolerance = 1e-5 if precision == "float32" else 8 * 2**-8
    first = parity.relative_difference(plain.history.loss[:3], compiled.history.loss[:3])
    assert first < tolerance
    assert compiled.history.val_loss[-1] < 0.7 * compiled.history.val_loss[0]


def test_compiling_needs_a_compiler(monkeypatch, make_images):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CourseError, match=r"compile needs a C\+\+ compiler: install g\+\+"):
        pytorch.fit(replace(RECIPE, compile=True), make_images(), progress=False)


@pytest.mark.parametrize("name", SIDES)
@pytest.mark.parametrize("is_fast", [True, False])
def test_auto_takes_bfloat16_where_the_cpu_multiplies_it(name, is_fast, monkeypatch):
    monkeypatch.setattr(processor, "multiplies_bfloat16", lambda: is_fast)
    place = torch.device("cpu") if name == "pytorch" else "cpu"
    chosen = DEVICES[name].choose_precision("auto", place)
    assert chosen == ("bfloat16" if is_fast else "float32")
    assert DEVICES[name].choose_precision("float64", place) == "float64"


def test_a_gpu_without_float64_says_so():
    with pytest.raises(CourseError, match="use float32, or device='cpu'"):
        torch_devices.choose_precision("float64", torch.device("mps"))


class TakesInputsApart(nn.Module):
    """A model that needs contiguous activations."""

    def __init__(self):
        super().__init__()
        self.convolution, self.dense = nn.Conv2d(3, 4, 3), nn.Linear(4 * 8 * 8, 4)

    def forward(self, inputs):
        return self.dense(self.convolution(inputs).view(len(inputs), -1))


def test_convolutions_get_channels_last_unless_the_model_uses_view(make_images):
    images = make_images()
    models = {
        torch.channels_last: pytorch.build_model(RECIPE, images.image_shape, images.num_classes),
        torch.contiguous_format: TakesInputsApart(),
    }
    for layout, model in models.items():
        history = pytorch.train(model, images, RECIPE, progress=False)
        assert torch_devices.layout_of(model) == layout
        assert history.val_loss[-1] < history.val_loss[0]


def test_an_error_of_the_readers_model_is_not_hidden(make_images):
    model = nn.Sequential(nn.Flatten(), nn.Linear(7, 4))
    with pytest.raises(RecipeError, match=r"not take images .* shapes cannot be multiplied"):
        pytorch.train(model, make_images(), RECIPE, progress=False)
