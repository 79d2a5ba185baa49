"""Images, labels and models that cannot be trained get one line, the same in both frameworks."""

import warnings
from dataclasses import replace

import keras
import numpy as np
import pytest
import torch
from torch import nn

from cnncourse import (
    SGD,
    BatchNorm,
    BinaryCrossEntropy,
    CourseError,
    DataError,
    Layers,
    Recipe,
    RecipeError,
    Shallow,
    StepDecay,
    Watch,
    checks,
    pytorch,
    tensorflow,
)
from cnncourse.checks import checked_images, checked_labels
from cnncourse.data.images import ImageData, Split
from cnncourse.layers import Dense, GlobalPool, GroupNorm, Whitening

SIDES = pytest.mark.parametrize("side", [pytorch, tensorflow], ids=["pytorch", "tensorflow"])
RECIPE = Recipe(model=Shallow(width=2), optimizer=SGD(lr=0.05), batch_size=12, num_epochs=1)


def own_model(side, num_outputs: int = 4, **last):
    """A linear model of 10x10 RGB images; `last` is for the Keras layer."""
    if side is pytorch:
        torch.manual_seed(0)
        return nn.Sequential(nn.Flatten(), nn.Linear(300, num_outputs))
    keras.utils.set_random_seed(0)
    return keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(num_outputs, **last)])


def refusal(side, *arguments, **settings) -> CourseError:
    """The error of a training, after checking that it is one line and no step was taken."""
    steps = []
    with pytest.raises(CourseError) as caught, warnings.catch_warnings():
        warnings.simplefilter("error")
        side.train(*arguments, progress=False, after_step=lambda: steps.append(None), **settings)
    assert "\n" not in str(caught.value)
    assert not steps
    return caught.value


def refused_alike(make_arguments, kind: type, message: str) -> None:
    """Check that both sides refuse what is made for them with the same error."""
    errors = [refusal(side, *make_arguments(side)) for side in (pytorch, tensorflow)]
    assert [type(error) for error in errors] == [kind, kind]
    assert str(errors[0]) == str(errors[1])
    assert message in str(errors[0])


def with_images(images: ImageData, change) -> ImageData:
    """The data with the images of every split changed."""
    splits = {
        name: getattr(images, name)._replace(images=change(getattr(images, name).images))
        for name in ("train", "val", "test")
    }
    return replace(images, **splits)


def with_labels(images: ImageData, change) -> ImageData:
    """The data with the training labels changed."""
    return replace(images, train=images.train._replace(labels=change(images.train.labels)))


def with_nan(images: np.ndarray) -> np.ndarray:
    floats = images.astype(np.float32)
    floats[0, 0, 0, 0] = np.nan
    return floats


WRONG_IMAGES = {
    "floats in [0, 1]": (lambda x: x / np.float32(255), "(images * 255).round().astype(np.uint8)"),
    "other floats": (lambda x: x.astype(float) - 100, "are float64: give uint8 from 0 to 255;"),
    "not a number": (with_nan, "some values are NaN or infinite"),
    "uint16": (lambda x: x.astype(np.uint16) * 256, "are uint16: give uint8, from 0 to 255."),
    "int64": (lambda x: x.astype(np.int64), "are int64: give uint8, images.astype(np.uint8)."),
    "whole floats": (lambda x: x.astype(float), "give uint8, images.astype(np.uint8)."),
    "truth values": (lambda x: x > 100, "are bool: give uint8 from 0 to 255, images.astype(np.ui"),
    "masked": (lambda x: np.ma.masked_equal(x, x[0, 0, 0, 0]), "are a MaskedArray: give a NumPy"),
    "unequal shapes": (lambda x: np.array([*x[:-1], x[-1, 1:]], object), "of unequal shapes"),
    "channels first": (lambda x: x.transpose(0, 3, 1, 2), "images.transpose(0, 2, 3, 1)"),
    "bands first": (
        lambda x: np.zeros((len(x), 13, 20, 20), np.uint8),
        "images.transpose(0, 2, 3, 1)",
    ),
    "one image": (lambda x: x[0], "have the shape (10, 10, 3) of a single one: give image[None]."),
    "no channels": (lambda x: x[..., 0], "add the channel, images[..., None]"),
    "flat": (lambda x: x.reshape(len(x), -1), "give (images, height, width, channels)"),
    "no pixels": (lambda x: x[:, :0], "an image has no pixel"),
    "lists": (lambda x: x.tolist(), "are a list: give a NumPy array of uint8"),
    "a tensor": (torch.from_numpy, "are a Tensor: give a NumPy array of uint8"),
}


@pytest.mark.parametrize(("change", "message"), WRONG_IMAGES.values(), ids=WRONG_IMAGES)
def test_images_of_another_form(change, message, make_images):
    images = with_images(make_images(), change)
    refused_alike(lambda side: (own_model(side), images, RECIPE), DataError, message)
    for side in (pytorch, tensorflow):
        with pytest.raises(DataError) as caught:
            side.fit(RECIPE, images, progress=False)
        assert message in str(caught.value)


@SIDES
@pytest.mark.parametrize(("change", "message"), WRONG_IMAGES.values(), ids=WRONG_IMAGES)
def test_predict_refuses_them_too(side, change, message, make_images):
    images = make_images()
    model = side.build_model(RECIPE, images.image_shape, images.num_classes)
    with pytest.raises(DataError) as caught:
        side.predict(model, change(images.test.images))
    assert message in str(caught.value)


def test_images_of_one_split_are_checked_as_those_of_another(make_images):
    images = make_images()
    images = replace(images, val=images.val._replace(images=images.val.images / 255))
    refused_alike(
        lambda side: (own_model(side), images, RECIPE), DataError, "Images of the val split"
    )


@pytest.mark.parametrize("name", ["train", "val", "test"])
def test_images_divided_before_they_became_uint8(name, make_images):
    images = make_images()
    split = getattr(images, name)
    divided = replace(images, **{name: split._replace(images=split.images // 255)})
    refused_alike(
        lambda side: (own_model(side), divided, RECIPE),
        DataError,
        f"Images of the {name} split have no value above 1, where uint8 goes to 255",
    )


def test_range_is_that_of_all_images(monkeypatch):
    monkeypatch.setattr(checks, "_CHUNK", 2)
    checks._check_range(np.array([0, 0, 0, 0, 2], np.uint8), "They")
    with pytest.raises(DataError, match="They have no value above 1"):
        checks._check_range(np.array([0, 0, 0, 0, 1], np.uint8), "They")


def test_whitening_filters_of_images_of_another_form(make_images):
    images, recipe = make_images(), Recipe(model=Layers((Whitening(), GlobalPool(), Dense(4))))
    for side in (pytorch, tensorflow):
        model = side.build_model(recipe, images.image_shape, images.num_classes)
        with pytest.raises(DataError, match="are float64: give uint8"):
            side.whiten(model, images.train.images / 255)


SOME_IMAGES = np.zeros((3, 10, 10, 3), np.uint8)
WRONG_SPLITS = {
    "none": (None, "is a NoneType: give a Split"),
    "a pair": ((SOME_IMAGES, np.arange(3)), "is a tuple: give a Split"),
    "no labels": (Split(SOME_IMAGES, None), "are a NoneType: give a NumPy"),
    "one label": (
        Split(SOME_IMAGES, np.array(3)),
        "have the shape (): give",
    ),
}


@pytest.mark.parametrize("name", ["val", "test"])
@pytest.mark.parametrize(("split", "message"), WRONG_SPLITS.values(), ids=WRONG_SPLITS)
def test_a_split_of_another_kind(name, split, message, make_images):
    images = replace(make_images(), **{name: split})
    refused_alike(lambda side: (own_model(side), images, RECIPE), DataError, message)


@SIDES
def test_evaluation_refuses_what_training_does(side, make_images):
    images = make_images()
    model = side.build_model(RECIPE, images.image_shape, images.num_classes)
    split = images.test
    for wrong, kind, message in (
        (images, DataError, "What is given for the split is a ImageData: give a Split"),
        (tuple(split), DataError, "What is given for the split is a tuple: give a Split"),
        (Split(split.images[:0], split.labels[:0]), DataError, "There are no images to predict"),
        (split._replace(images=split.images / 255), DataError, "are float64: give uint8"),
        (split._replace(labels=split.labels + 1), DataError, "run from 1 to 4"),
        (split._replace(images=split.images[:, :5]), RecipeError, "of shape (16, 5, 10, 3): "),
        (split._replace(images=split.images[..., :1]), RecipeError, "of shape (16, 10, 10, 1): "),
    ):
        with pytest.raises(kind) as caught:
            side.evaluate(model, wrong, RECIPE)
        assert message in str(caught.value)
        assert str(caught.value).isprintable()  # in one line, without colors
    with pytest.raises(RecipeError, match="The recipe is a dict: give a Recipe"):
        side.evaluate(model, split, RECIPE.to_dict())


@SIDES
def test_the_reason_of_a_model_is_kept(side, make_images):
    images = make_images()
    model = side.build_model(RECIPE, images.image_shape, images.num_classes)
    with pytest.raises(RecipeError, match=r"of shape \(16, 10, 10, 1\): .*\b3\b"):
        side.predict(model, images.test.images[..., :1])


@pytest.mark.parametrize("names", [4, "cats", None])
def test_class_names_of_another_form(names, make_images):
    images = replace(make_images(), class_names=names)
    refused_alike(
        lambda side: (own_model(side), images, RECIPE),
        DataError,
        f"class_names is {names!r}: give a tuple with one name for each class.",
    )


def test_splits_of_unequal_shapes(make_images):
    images = make_images()
    images = replace(images, val=images.val._replace(images=images.val.images[:, :8]))
    refused_alike(
        lambda side: (own_model(side), images, RECIPE), DataError, "images of unequal shapes"
    )


WRONG_LABELS = {
    "from 1": (lambda y: y + 1, "run from 1 to 4, but 4 classes are numbered 0 to 3: subtract 1."),
    "unknown": (lambda y: np.where(y == 0, -1, y), "leave out the images without a class."),
    "too large": (lambda y: np.where(y == 0, 9, y), "number the classes anew, or name them all"),
    "far too large": (lambda y: y * 1e30, f"run from 0 to {int(3 * 1e30)}, but 4 classes"),
    "wrapped around": (
        lambda y: y.astype(np.uint64) - np.uint64(1),
        f"run from 0 to {2**64 - 1}, but 4 classes",
    ),
    "masked": (lambda y: np.ma.masked_equal(y, 0), "masked: leave out the images without a class."),
    "complex": (lambda y: y + 0j, "are complex128: give the numbers of the classes, from 0."),
    "fractions": (lambda y: y + 0.5, "are not whole numbers"),
    "not a number": (lambda y: np.where(y == 0, np.nan, y), "are not whole numbers"),
    "texts": (lambda y: y.astype(str), "give the numbers of the classes, from 0"),
    "a list": (lambda y: y.tolist(), "are a list: give a NumPy array of int64"),
    "probabilities": (lambda y: np.eye(4)[y] * 0.9 + 0.025, "have the shape (48, 4)"),
    "rows of other length": (lambda y: np.eye(5)[y], "have the shape (48, 5)"),
    "too few": (lambda y: y[:-1], "There are 48 images and 47 labels in the train split."),
}


@pytest.mark.parametrize(("change", "message"), WRONG_LABELS.values(), ids=WRONG_LABELS)
def test_labels_of_another_form(change, message, make_images):
    images = with_labels(make_images(), change)
    refused_alike(lambda side: (own_model(side), images, RECIPE), DataError, message)


def test_labels_of_minus_1_and_1(make_images):
    images = with_labels(make_images(num_classes=2), lambda y: 2 * y - 1)
    refused_alike(
        lambda side: (own_model(side, 2), images, RECIPE), DataError, "give 0 where there is -1."
    )


def test_labels_1_and_2_of_two_classes_under_a_binary_loss(make_images):
    images = with_labels(make_images(num_classes=2), lambda y: y + 1)
    recipe = replace(RECIPE, loss=BinaryCrossEntropy())
    refused_alike(
        lambda side: (own_model(side, 1), images, recipe), DataError, "run from 1 to 2, but 2"
    )


CLEAR_LABELS = {
    "column": lambda y: y[:, None],
    "one-hot": lambda y: np.eye(4)[y],
    "int32": lambda y: y.astype(np.int32),
    "uint8": lambda y: y.astype(np.uint8),
    "in the other byte order": lambda y: y.astype(y.dtype.newbyteorder()),
    "whole floats": lambda y: y.astype(np.float32),
    "masked nowhere": np.ma.masked_array,
    "reversed twice": lambda y: y[::-1].copy()[::-1],
}


@SIDES
@pytest.mark.parametrize("change", CLEAR_LABELS.values(), ids=CLEAR_LABELS)
def test_labels_that_are_clear_train_as_plain_ones(side, change, make_images):
    images = make_images()
    plain = side.fit(RECIPE, images, progress=False).history
    changed = side.fit(RECIPE, with_labels(images, change), progress=False).history
    assert changed.loss == plain.loss
    assert (changed.val_loss, changed.val_accuracy) == (plain.val_loss, plain.val_accuracy)


VIEWS = {
    "channels reversed": lambda x: x[..., ::-1].copy()[..., ::-1],
    "images reversed": lambda x: x[::-1].copy()[::-1],
    "every other column": lambda x: np.repeat(x, 2, axis=2)[:, :, ::2],
    "in Fortran's order": np.asfortranarray,
}


@SIDES
@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_views_train_as_copies(side, view, make_images):
    images = make_images()
    viewed = with_images(images, view)
    assert not viewed.train.images.flags.c_contiguous
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        histories = [side.fit(RECIPE, data, progress=False).history for data in (images, viewed)]
    assert histories[0].loss == histories[1].loss
    assert histories[0].val_loss == histories[1].val_loss


@SIDES
def test_read_only_arrays_draw_no_warning(side, make_images):
    images = make_images()
    for split in (images.train, images.val):
        split.images.flags.writeable = split.labels.flags.writeable = False
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model, _ = side.fit(RECIPE, images, progress=False)
        side.predict(model, images.val.images)


def test_what_is_in_order_is_not_copied():
    images, labels = np.zeros((3, 8, 8, 1), np.uint8), np.arange(3)
    assert checked_images(images) is images
    assert checked_labels(labels, 3) is labels


@pytest.mark.parametrize("num_outputs", [1, 5])
def test_another_number_of_outputs(num_outputs, make_images):
    images = make_images()
    refused_alike(
        lambda side: (own_model(side, num_outputs), images, RECIPE),
        RecipeError,
        f"gives outputs of shape (2, {num_outputs}) for 2 images, where the loss wants (2, 4)",
    )


def test_two_outputs_for_a_binary_loss(make_images):
    images = make_images(num_classes=2)
    recipe = replace(RECIPE, loss=BinaryCrossEntropy())
    refused_alike(
        lambda side: (own_model(side, 2), images, recipe), RecipeError, "the loss wants (2, 1)"
    )


class GivesTwo(nn.Module):
    """A model with a second output."""

    def __init__(self):
        super().__init__()
        self.dense = nn.Linear(300, 4)

    def forward(self, inputs):
        outputs = self.dense(inputs.flatten(1))
        return outputs, outputs


def gives_two(side):
    if side is pytorch:
        return GivesTwo()
    inputs = keras.Input((10, 10, 3))
    outputs = keras.layers.Dense(4)(keras.layers.Flatten()(inputs))
    return keras.Model(inputs, (outputs, outputs))


def test_a_model_with_several_outputs(make_images):
    images = make_images()
    for side in (pytorch, tensorflow):
        error = refusal(side, gives_two(side), images, RECIPE)
        assert isinstance(error, RecipeError)
        # One has a tuple, the other a list.
        assert "let it return one tensor of logits" in str(error)


def frozen(side):
    model = own_model(side)
    if side is pytorch:
        return model.requires_grad_(False)
    model.trainable = False
    return model


def without_weights(side):
    if side is pytorch:
        return nn.Sequential(nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Unflatten(1, (4, 3)))
    return keras.Sequential([keras.layers.Flatten()])


@pytest.mark.parametrize(
    ("make", "message"),
    [(frozen, "All weights of the model are frozen"), (without_weights, "has no weights")],
)
def test_a_model_that_cannot_learn(make, message, make_images):
    images = make_images()
    refused_alike(lambda side: (make(side), images, RECIPE), RecipeError, message)


def test_arguments_of_another_kind(make_images):
    images = make_images()
    refused_alike(
        lambda side: (own_model(side), images, {"batch_size": 8}), RecipeError, "is a dict: give a"
    )
    refused_alike(
        lambda side: (own_model(side), RECIPE, images), RecipeError, "is a ImageData: give a Recipe"
    )
    refused_alike(
        lambda side: (own_model(side), images.train, RECIPE),
        DataError,
        "The images are a Split: give ImageData",
    )


@SIDES
def test_probabilities_for_logits_are_pointed_at(side, make_images):
    model = own_model(side)
    if side is pytorch:
        model.append(nn.Softmax(1))
    else:
        model.add(keras.layers.Softmax())
    with pytest.warns(UserWarning, match="sum to 1, like probabilities: .* leave the softmax out"):
        side.train(model, make_images(), RECIPE, progress=False)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        side.train(own_model(side), make_images(), RECIPE, progress=False)


def with_norm_of_features(side):
    """A batch norm of features, which are maps of 1x1."""
    if side is pytorch:
        return nn.Sequential(nn.Flatten(), nn.Linear(300, 5), nn.BatchNorm1d(5), nn.Linear(5, 4))
    return keras.Sequential(
        [
            keras.layers.Flatten(),
            keras.layers.Dense(5),
            keras.layers.BatchNormalization(),
            keras.layers.Dense(4),
        ]
    )


@pytest.mark.parametrize("settings", [{"batch_size": 47}, {"batch_size": 24, "accumulate": 24}])
def test_batch_norm_without_a_batch(settings, make_images):
    images, recipe = make_images(), replace(RECIPE, **settings)
    refused_alike(
        lambda side: (with_norm_of_features(side), images, recipe),
        RecipeError,
        "A batch norm gets maps of 1x1 from a batch of one image",
    )


class NormsTwice(nn.Module):
    """A batch norm of large maps that is used again on maps of 1x1."""

    def __init__(self):
        super().__init__()
        self.norm, self.dense = nn.BatchNorm2d(3), nn.Linear(3, 4)

    def forward(self, inputs):
        return self.dense(self.norm(self.norm(inputs).mean((2, 3), keepdim=True)).flatten(1))


def norms_twice(side):
    if side is pytorch:
        return NormsTwice()
    norm, pool = keras.layers.BatchNormalization(), keras.layers.GlobalAveragePooling2D
    inputs = keras.Input((10, 10, 3))
    outputs = keras.layers.Flatten()(norm(pool(keepdims=True)(norm(inputs))))
    return keras.Model(inputs, keras.layers.Dense(4)(outputs))


def with_maps_of_any_size(side):
    """A model whose maps are of 1x1 only for the images at hand."""
    if side is pytorch:
        layers = nn.BatchNorm2d(4), nn.AdaptiveAvgPool2d(1), nn.Flatten()
        return nn.Sequential(nn.Conv2d(3, 4, 10), *layers, nn.Linear(4, 4))
    layers = keras.layers.BatchNormalization(), keras.layers.GlobalAveragePooling2D()
    first = keras.Input((None, None, 3)), keras.layers.Conv2D(4, 10)
    return keras.Sequential([*first, *layers, keras.layers.Dense(4)])


@pytest.mark.parametrize("make", [norms_twice, with_maps_of_any_size])
def test_batch_norm_without_a_batch_is_found_by_what_it_gets(make, make_images):
    images, recipe = make_images(), replace(RECIPE, batch_size=47)
    refused_alike(
        lambda side: (make(side), images, recipe),
        RecipeError,
        "A batch norm gets maps of 1x1 from a batch of one image",
    )


def test_batch_norm_watched_with_one_image(make_images):
    errors = [
        refusal(side, with_norm_of_features(side), make_images(), RECIPE, watch=Watch(num_images=1))
        for side in (pytorch, tensorflow)
    ]
    assert str(errors[0]) == str(errors[1])
    assert str(errors[0]).endswith("which it makes all 0: let Watch show more images.")


def with_a_group_for_each_channel(side):
    if side is pytorch:
        return nn.Sequential(nn.Conv2d(3, 4, 10), nn.GroupNorm(4, 4), nn.Flatten(), nn.Linear(4, 4))
    norm = keras.layers.GroupNormalization(groups=-1)
    layers = keras.layers.Conv2D(4, 10), norm, keras.layers.Flatten(), keras.layers.Dense(4)
    return keras.Sequential([*layers])


def test_group_norm_of_single_values(make_images):
    images = make_images()
    message = "A group norm gets maps of 1x1 and has as many groups as channels"
    refused_alike(
        lambda side: (with_a_group_for_each_channel(side), images, RECIPE), RecipeError, message
    )
    recipe = replace(RECIPE, model=Layers((GlobalPool(), GroupNorm(groups=3), Dense(4))))
    for side in (pytorch, tensorflow):
        with pytest.raises(RecipeError, match=message):
            side.fit(recipe, images, progress=False)


class InfersNorm(keras.Model):
    """A model that leaves its batch norm in inference mode."""

    def __init__(self):
        super().__init__()
        self.flatten, self.dense = keras.layers.Flatten(), keras.layers.Dense(4)
        self.norm, self.dropout = keras.layers.BatchNormalization(), keras.layers.Dropout(0.5)

    def call(self, inputs, training=False):
        outputs = self.norm(self.flatten(inputs), training=False)
        return self.dense(self.dropout(outputs, training=training))


def test_batch_norm_that_infers_takes_a_batch_of_one_and_the_check_changes_nothing(make_images):
    model, images = InfersNorm(), make_images()
    model(images.train.images[:1] / np.float32(255))
    before = [variable.numpy().copy() for variable in model.variables]
    settings = {"progress": False, "stop_after": 0}
    tensorflow.train(model, images, replace(RECIPE, batch_size=47), **settings)
    for variable, value in zip(model.variables, before, strict=True):
        np.testing.assert_array_equal(variable.numpy(), value)


@SIDES
def test_batch_norm_of_larger_maps_takes_a_batch_of_one(side, make_images):
    recipe = replace(RECIPE, model=Shallow(width=2, norm=BatchNorm()), batch_size=47)
    history = side.fit(recipe, make_images(), progress=False).history
    assert np.isfinite(history.loss).all() and len(history.loss) == 2


@SIDES
def test_batch_norm_that_is_not_trained_takes_a_batch_of_one(side, make_images):
    model = with_norm_of_features(side)
    if side is pytorch:
        model[2].eval()
    else:
        model.layers[2].trainable = False
    history = side.train(model, make_images(), replace(RECIPE, batch_size=47), progress=False)
    assert np.isfinite(history.loss).all() and len(history.loss) == 2


def test_a_rate_that_underflows_is_the_same_in_both(make_images):
    """The learning rate falls below the smallest float32 while the velocity goes on."""
    recipe = replace(
        RECIPE,
        optimizer=SGD(lr=0.1, momentum=0.9),
        schedule=StepDecay(every_epochs=0.25, decay=1e-25),
        num_epochs=2,
    )
    ours, theirs = (
        side.fit(recipe, make_images(), progress=False) for side in (pytorch, tensorflow)
    )
    assert np.isfinite(ours.history.loss).all()
    np.testing.assert_allclose(theirs.history.loss, ours.history.loss, rtol=1e-4, atol=1e-6)
    weights = pytorch.get_weights(ours.model), tensorflow.get_weights(theirs.model)
    for our, their in zip(*weights, strict=True):
        assert np.isfinite(their).all()
        np.testing.assert_allclose(their, our, rtol=1e-4, atol=1e-6)


def test_empty_splits(make_images):
    images = make_images()
    nothing = Split(images.val.images[:0], images.val.labels[:0])
    for name, message in (
        ("train", "There are no training images"),
        ("val", "There are no validation images"),
    ):
        empty = replace(images, **{name: nothing})
        refused_alike(lambda side, data=empty: (own_model(side), data, RECIPE), DataError, message)
    for side in (pytorch, tensorflow):  # tests are not part of the training
        side.train(own_model(side), replace(images, test=nothing), RECIPE, progress=False)


def test_one_class(make_images):
    images = replace(make_images(num_classes=2), class_names=("all",))
    refused_alike(
        lambda side: (own_model(side), images, RECIPE), DataError, "at least 2 are needed"
    )
