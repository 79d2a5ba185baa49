"""Training in either framework: it learns, takes the reader's own model, and stops clearly."""

from dataclasses import replace
from itertools import pairwise

import keras
import numpy as np
import pytest
import torch
from torch import nn

from cnncourse import (
    L2,
    SGD,
    VGG,
    Adam,
    BatchNorm,
    DataError,
    DivergedError,
    MeanSquaredError,
    Recipe,
    RecipeError,
    Shallow,
    batches,
    pytorch,
    tensorflow,
)
from cnncourse.data.images import Split

SIDES = {"pytorch": pytorch, "tensorflow": tensorflow}
RECIPE = Recipe(model=Shallow(width=4), optimizer=Adam(lr=0.02), batch_size=10, num_epochs=6)


@pytest.fixture(params=SIDES)
def side(request):
    return SIDES[request.param]


def own_model(side):
    if side is pytorch:
        torch.manual_seed(0)
        return nn.Sequential(nn.Flatten(), nn.Linear(300, 4))
    keras.utils.set_random_seed(0)
    return keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(4)])


def test_training_brings_the_loss_down(side, make_images):
    history = side.fit(RECIPE, make_images(), progress=False).history
    assert history.val_loss[-1] < 0.6 * history.val_loss[0]
    assert history.val_accuracy[-1] > history.val_accuracy[0]
    assert len(history.loss) == len(history.grad_norm) == len(history.lr) == 6 * 5
    assert len(history.train_loss) == len(history.seconds) == 6


def test_same_seed_same_run(side, make_images):
    first, again, other = (
        side.fit(replace(RECIPE, seed=seed), make_images(), progress=False).history
        for seed in (0, 0, 1)
    )
    assert first.loss == again.loss
    assert first.loss != other.loss


def test_readers_own_model(side, make_images):
    images, model = make_images(), own_model(side)
    history = side.train(model, images, RECIPE, progress=False)
    assert history.val_loss[-1] < history.val_loss[0]
    loss, accuracy = side.evaluate(model, images.val, RECIPE)
    assert (loss, accuracy) == (history.val_loss[-1], history.val_accuracy[-1])
    assert side.predict(model, images.test.images).shape == (16, 4)


def test_evaluation_in_several_batches_equals_one(side, make_images, monkeypatch):
    images = make_images()
    model = side.build_model(Recipe(model=VGG(width=4, norm=BatchNorm())), images.image_shape, 4)
    at_once = side.predict(model, images.train.images)
    monkeypatch.setattr(batches, "EVALUATION_PIXELS", 7 * 100)
    np.testing.assert_allclose(side.predict(model, images.train.images), at_once, atol=1e-6)


def test_divergence_is_reported(side, make_images):
    # Squared errors of a linear model grow without bound where a ReLU net only dies.
    recipe = replace(RECIPE, optimizer=SGD(lr=100.0), loss=MeanSquaredError())
    with pytest.raises(DivergedError, match=r"The loss became (nan|inf) at step \d+ \(epoch \d\)"):
        side.train(own_model(side), make_images(), recipe, progress=False)


def test_impossible_recipe_is_refused_before_training(side, make_images):
    with pytest.raises(RecipeError, match="batch_size is 100"):
        side.fit(Recipe(batch_size=100), make_images())
    with pytest.raises(RecipeError, match="batch_size is 100"):
        side.train(own_model(side), make_images(), Recipe(batch_size=100))


def test_images_without_a_validation_split_are_refused(side, make_images):
    images = make_images()
    empty = Split(images.val.images[:0], images.val.labels[:0])
    with pytest.raises(DataError, match="There are no validation images"):
        side.fit(RECIPE, replace(images, val=empty))


def test_without_a_gpu_it_says_so_and_goes_on(side, make_images, monkeypatch):
    module = __import__(side.__name__ + ".train", fromlist=["train"])
    if side is pytorch:
        monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
        monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    else:
        monkeypatch.setattr(module.tf.config, "list_physical_devices", lambda kind: [])
    with pytest.warns(UserWarning, match="sees no GPU: training on the CPU"):
        history = side.fit(RECIPE, make_images(), device="gpu", progress=False).history
    assert len(history.loss) == 30
    assert str(module.choose_device("auto")) == "cpu"


def test_unknown_device(side, make_images):
    with pytest.raises(RecipeError, match="Unknown device 'tpu': choose one of auto, cpu, gpu"):
        side.fit(RECIPE, make_images(), device="tpu")


def test_progress_bar_names_framework_and_device(side, make_images, capsys):
    side.fit(RECIPE, make_images(), device="cpu")
    shown = capsys.readouterr().err
    assert {"pytorch": "PyTorch on cpu", "tensorflow": "TensorFlow on cpu"}[
        side.__name__.split(".")[1]
    ] in shown
    assert "30/30" in shown and "val=" in shown
    side.fit(RECIPE, make_images(), device="cpu", progress=False)
    assert capsys.readouterr().err == ""


def test_penalties_are_not_part_of_the_logged_loss(side, make_images):
    plain, penalized = (
        side.fit(replace(RECIPE, gradients=steps), make_images(), progress=False).history
        for steps in ((), (L2(5.0),))
    )
    assert penalized.loss[0] == plain.loss[0]
    assert penalized.grad_norm[0] == plain.grad_norm[0]
    assert penalized.loss[1] != plain.loss[1]


def test_the_model_can_be_watched_after_each_step(side, make_images):
    images = make_images()
    model = side.build_model(RECIPE, images.image_shape, images.num_classes)
    seen = [side.get_weights(model)[0]]
    note = lambda: seen.append(side.get_weights(model)[0])  # noqa: E731
    history = side.train(model, images, RECIPE, progress=False, after_step=note)
    assert len(seen) == len(history.loss) + 1
    assert all((before != after).any() for before, after in pairwise(seen))
