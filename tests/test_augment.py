"""Changed images in both frameworks: equal to each other, and to loops over pixels and SciPy."""

import numpy as np
import pytest
import tensorflow as tf
import torch
from PIL import Image, ImageOps
from scipy import ndimage

from cnncourse import (
    Brightness,
    ChannelShift,
    Contrast,
    CutMix,
    Cutout,
    HorizontalFlip,
    Mixup,
    RandAugment,
    Recipe,
    RecipeError,
    Rotation,
    Shear,
    Shift,
    Zoom,
)
from cnncourse.batches import change_shapes, epoch_batches
from cnncourse.pytorch import augment as torch_side
from cnncourse.tensorflow import augment as tensorflow_side
from cnncourse.transforms import TRANSFORMS, mixes_targets

NUM, HEIGHT, WIDTH = 7, 9, 12
# Levels of a byte, so that pixels, and averages of them, lie on the thresholds of some operations.
IMAGES = np.random.default_rng(0).integers(0, 256, (NUM, HEIGHT, WIDTH, 3)) / 255
TARGETS = np.random.default_rng(1).dirichlet(np.ones(4), NUM)
SCIPY_MODES = {"nearest": "nearest", "reflect": "reflect", "constant": "grid-constant"}
OPTIONS = [cls() for cls in TRANSFORMS.values()]
SIDES = {
    "pytorch": (
        torch_side,
        lambda images: torch.tensor(images.transpose(0, 3, 1, 2)),
        torch.tensor,
        lambda images: images.numpy().transpose(0, 2, 3, 1),
    ),
    "tensorflow": (tensorflow_side, tf.constant, tf.constant, lambda images: images.numpy()),
}


def changes_for(recipe, images=IMAGES):
    recipe = Recipe.from_dict(recipe.to_dict() | {"batch_size": len(images)})
    (batch,) = epoch_batches(recipe, len(images), images.shape[1:], epoch=0)
    return batch.changes


def augment(name, recipe, changes, images=IMAGES, targets=TARGETS):
    """Return what a framework makes of images, as NHWC arrays, and of targets."""
    side, to_images, to_tensor, to_array = SIDES[name]
    given = to_images(images), to_tensor(targets), [to_tensor(change) for change in changes]
    copies = [part.numpy().copy() for part in (given[0], given[1], *given[2])]
    changed, blended = side.augment(*given, recipe)
    for part, copy in zip((given[0], given[1], *given[2]), copies, strict=True):
        np.testing.assert_array_equal(part.numpy(), copy)  # nothing is written into
    return to_array(changed), blended.numpy()


def assert_close(found, expected):
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)


def moved(image, affine, fill):
    """Resample an image by SciPy, which counts (row, column) where the draws count (x, y)."""
    matrix, offset = affine[::-1, :2][:, ::-1], affine[::-1, 2]
    return np.stack(
        [
            ndimage.affine_transform(channel, matrix, offset, order=1, mode=SCIPY_MODES[fill])
            for channel in np.moveaxis(image, 2, 0)
        ],
        axis=2,
    )


def brightness(image, partner, params, fill):
    changed = image.copy()
    for place in np.ndindex(image.shape):
        changed[place] = min(image[place] * params[0], 1.0)
    return changed


def contrast(image, partner, params, fill):
    changed, mean = image.copy(), image.sum() / image.size
    for place in np.ndindex(image.shape):
        changed[place] = min(max(mean + (image[place] - mean) * params[0], 0.0), 1.0)
    return changed


def channel_shift(image, partner, params, fill):
    changed = image.copy()
    for y, x, channel in np.ndindex(image.shape):
        changed[y, x, channel] = min(max(image[y, x, channel] + params[channel], 0.0), 1.0)
    return changed


def cutout(image, partner, params, fill):
    top, left, bottom, right = params.astype(int)
    changed = image.copy()
    changed[top:bottom, left:right] = 0
    return changed


def mixup(image, partner, params, fill):
    return params[0] * image + (1 - params[0]) * partner


def cutmix(image, partner, params, fill):
    top, left, bottom, right = params[:4].astype(int)
    changed = image.copy()
    changed[top:bottom, left:right] = partner[top:bottom, left:right]
    return changed


def rand_augment(image, partner, params, fill):
    for step in params.reshape(-1, 10):
        image = moved(image, step[:6].reshape(2, 3), fill)
        image = brightness(image, partner, step[6:7], fill)
        image = contrast(image, partner, step[7:8], fill)
        if step[8] > 1:
            image = ((image * 255 + 0.414).astype(int) & ~(int(step[8]) - 1)) / 255
        image = np.where(image >= step[9], 1 - image, image)
    return image


REFERENCES = {
    Brightness: brightness,
    Contrast: contrast,
    ChannelShift: channel_shift,
    Cutout: cutout,
    Mixup: mixup,
    CutMix: cutmix,
    RandAugment: rand_augment,
}


def reference(recipe, changes, images=IMAGES):
    """One image after the other, by SciPy and by the loops above."""
    images, changes = list(images), list(changes)
    others = [option for option in recipe.augmentation if type(option) in REFERENCES]
    if len(others) < len(recipe.augmentation):
        affine = changes.pop(0)
        images = [moved(*pair, recipe.fill) for pair in zip(images, affine, strict=True)]
    for option, params in zip(others, changes, strict=True):
        change = REFERENCES[type(option)]
        pairs = zip(images, images[::-1], params, strict=True)
        images = [change(*pair, recipe.fill) for pair in pairs]
    return np.stack(images)


@pytest.mark.parametrize("fill", SCIPY_MODES)
@pytest.mark.parametrize("option", OPTIONS, ids=str)
def test_every_transform_equals_a_loop(option, fill):
    recipe = Recipe(augmentation=(option,), fill=fill)
    changes = changes_for(recipe)
    expected = reference(recipe, changes)
    assert np.abs(expected - IMAGES).max() > 0.01
    for name in SIDES:
        assert_close(augment(name, recipe, changes)[0], expected)


@pytest.mark.parametrize("fill", SCIPY_MODES)
@pytest.mark.parametrize(
    "transforms",
    [
        (Rotation(180), Shift(0.9, 0.9)),
        (Shear(0.9), Zoom(0.9)),  # reads up to ten images away
        (Contrast(0.9), HorizontalFlip(), CutMix(), Rotation(), Cutout()),
        (RandAugment(num=3, magnitude=1.0), Mixup(1.0), ChannelShift(0.5), Brightness(0.9)),
    ],
    ids=str,
)
def test_several_and_strong_transforms_equal_a_loop(transforms, fill):
    images = np.random.default_rng(2).integers(0, 256, (60, HEIGHT, WIDTH, 3)) / 255
    targets = np.tile(TARGETS[:1], (60, 1))
    recipe = Recipe(augmentation=transforms, fill=fill)
    changes = changes_for(recipe, images)
    expected = reference(recipe, changes, images)
    for name in SIDES:
        assert_close(augment(name, recipe, changes, images, targets)[0], expected)


def test_the_fills_differ():
    found = []
    for fill in SCIPY_MODES:
        recipe = Recipe(augmentation=(Shift(0.5, 0.5),), fill=fill)
        found.append(augment("pytorch", recipe, changes_for(recipe))[0])
    assert min(np.abs(found[i] - found[i - 1]).max() for i in range(3)) > 0.1


@pytest.mark.parametrize("name", SIDES)
def test_reflection_is_about_the_edges_of_the_outermost_pixels(name):
    """By hand: moved three to the right, a b c d e f shows c b a | a b c."""
    row = np.arange(6.0).reshape(1, 1, 6, 1) / 8
    recipe = Recipe(augmentation=(Shift(),), fill="reflect")
    shift_right = np.array([[[1.0, 0.0, -3.0], [0.0, 1.0, 0.0]]])
    changed, _ = augment(name, recipe, [shift_right], row, TARGETS[:1])
    assert_close(changed.ravel() * 8, [2, 1, 0, 0, 1, 2])


@pytest.mark.parametrize("name", SIDES)
def test_rotation_turns_the_image(name):
    """A quarter turn, by hand: a positive angle turns counterclockwise."""
    images = np.arange(9.0).reshape(1, 3, 3, 1) / 9
    quarter = np.array([[[0.0, -1.0, 2.0], [1.0, 0.0, 0.0]]])
    changed, _ = augment(name, Recipe(augmentation=(Rotation(90),)), [quarter], images, TARGETS[:1])
    assert_close(changed[0, ..., 0], np.rot90(images[0, ..., 0]))


@pytest.mark.parametrize("name", SIDES)
def test_zoom_shows_things_at_the_size_drawn(name):
    """The width of a bar in the middle, as the sum of its pixels."""
    images = np.zeros((50, 5, 101, 1))
    images[:, :, 41:60] = 1
    recipe = Recipe(augmentation=(Zoom(0.5),), batch_size=50)
    changes = changes_for(recipe, images)
    changed, _ = augment(name, recipe, changes, images, np.zeros((50, 1)))
    widths = changed[:, 2, :, 0].sum(axis=1) / 19
    assert 0.45 < widths.min() < 0.6 and 1.4 < widths.max() < 1.55
    np.testing.assert_allclose(widths, 1 / changes[0][:, 0, 0], rtol=0, atol=0.06)


@pytest.mark.parametrize("name", SIDES)
@pytest.mark.parametrize(("magnitude", "bits"), [(0.25, 7), (0.5, 6), (1.0, 4)])
def test_posterize_and_solarize_are_those_of_pillow(name, magnitude, bits):
    levels = np.arange(256, dtype=np.uint8).reshape(16, 16)
    number = {"identity": levels}
    number["posterize"] = np.asarray(ImageOps.posterize(Image.fromarray(levels), bits))
    threshold = round(256 * (1 - magnitude))
    number["solarize"] = np.asarray(ImageOps.solarize(Image.fromarray(levels), threshold))
    step = [1.0, 0, 0, 0, 1, 0, 1, 1]
    params = {
        "identity": [*step, 1, 2.0],
        "posterize": [*step, 2.0 ** (8 - bits), 2.0],
        "solarize": [*step, 1, (threshold - 0.414) / 255],
    }
    recipe = Recipe(augmentation=(RandAugment(1, magnitude),))
    drawn = np.unique(changes_for(recipe, np.zeros((300, 16, 16, 1)))[0][:, 8:], axis=0)
    for operation, expected in number.items():
        if operation != "identity":
            assert params[operation][8:] in [
                [merged, value if value < 1 else 2.0] for merged, value in drawn.tolist()
            ]
        for dtype in (np.float32, np.float64):
            image = (levels / dtype(255)).astype(dtype).reshape(1, 16, 16, 1)
            given = np.array([params[operation]], dtype)
            changed, _ = augment(name, recipe, [given], image, TARGETS[:1])
            np.testing.assert_allclose(changed[0, ..., 0] * 255, expected, rtol=0, atol=1e-4)


@pytest.mark.parametrize("name", SIDES)
@pytest.mark.parametrize("option", [Mixup(1.0), CutMix(1.0)], ids=str)
def test_targets_are_blended_as_pixels_are(name, option):
    """Every image has one color: how much of it is left, pixels tell."""
    colors = np.arange(1.0, NUM + 1) / 16
    images = np.tile(colors[:, None, None, None], (1, HEIGHT, WIDTH, 1))
    recipe = Recipe(augmentation=(option,))
    changes = changes_for(recipe, images)
    changed, blended = augment(name, recipe, changes, images, np.eye(NUM))
    assert_close(blended.sum(axis=1), np.ones(NUM))
    assert_close(blended @ colors, changed.mean(axis=(1, 2, 3)))
    for i in range(NUM):
        assert set(np.flatnonzero(blended[i])) <= {i, NUM - 1 - i}
        if type(option) is CutMix:
            share = (changed[i] == colors[i]).sum() / (HEIGHT * WIDTH)
            assert_close(blended[i, i], share)
            replaced = changed[i] == colors[NUM - 1 - i]
            assert replaced.all() or share + replaced.sum() / (HEIGHT * WIDTH) == pytest.approx(1)
    assert ((blended > 0.01) & (blended < 0.99)).any()


@pytest.mark.parametrize("name", SIDES)
@pytest.mark.parametrize("option", [Mixup(1.0), CutMix(1.0)], ids=str)
def test_targets_of_a_single_output_are_blended_too(name, option):
    recipe = Recipe(augmentation=(option,), loss="binary_cross_entropy")
    changes = changes_for(recipe)
    ones = np.array([[0.0], [1], [0], [1], [1], [0], [1]])
    _, blended = augment(name, recipe, changes, targets=ones)
    _, both = augment(name, recipe, changes, targets=np.hstack([1 - ones, ones]))
    assert blended.shape == (NUM, 1)
    assert_close(blended, both[:, 1:])
    assert ((blended > 0.01) & (blended < 0.99)).any()


@pytest.mark.parametrize("option", OPTIONS, ids=str)
def test_frameworks_agree_on_images_and_targets(option):
    recipe = Recipe(augmentation=(option,), fill="reflect")
    changes = changes_for(recipe)
    ours, theirs = (augment(name, recipe, changes) for name in SIDES)
    assert_close(ours[0], theirs[0])
    assert_close(ours[1], theirs[1])
    assert mixes_targets((option,)) == (np.abs(ours[1] - TARGETS).max() > 0)


@pytest.mark.parametrize("name", SIDES)
def test_without_transforms_nothing_is_computed(name):
    side, to_images, to_tensor, _ = SIDES[name]
    images, labels = to_images(IMAGES), to_tensor(np.arange(NUM))
    changed, same = side.augment(images, labels, (), Recipe())
    assert changed is images and same is labels


@pytest.mark.parametrize("name", SIDES)
def test_labels_come_through_where_nothing_blends_them(name):
    transforms = tuple(option for option in OPTIONS if not mixes_targets((option,)))
    recipe = Recipe(augmentation=[t for t in transforms if type(t) is not HorizontalFlip])
    labels = np.arange(NUM)
    _, same = augment(name, recipe, changes_for(recipe), targets=labels)
    np.testing.assert_array_equal(same, labels)
    assert same.dtype == np.int64


@pytest.mark.parametrize(("fill", "jit_compile"), [("constant", False), ("reflect", True)])
def test_all_transforms_in_a_traced_step(fill, jit_compile):
    """TensorFlow traces a step before it knows the size of a batch."""
    transforms = tuple(option for option in OPTIONS if type(option) is not HorizontalFlip)
    recipe = Recipe(augmentation=transforms, fill=fill)
    shapes = [(None, HEIGHT, WIDTH, 3), (None, 4), *change_shapes(transforms)]
    signature = [tf.TensorSpec(shape, tf.float64) for shape in shapes]

    @tf.function(input_signature=signature, jit_compile=jit_compile)
    def step(images, targets, *changes):
        return tensorflow_side.augment(images, targets, changes, recipe)

    for num in (NUM,) if jit_compile else (NUM, 3):  # XLA compiles each for itself
        changes = changes_for(recipe, IMAGES[:num])
        changed, blended = step(IMAGES[:num], TARGETS[:num], *changes)
        expected = augment("pytorch", recipe, changes, IMAGES[:num], TARGETS[:num])
        assert_close(changed, expected[0])
        assert_close(blended, expected[1])


@pytest.mark.parametrize("name", SIDES)
def test_a_transform_that_a_side_lacks_is_named(name, monkeypatch):
    side, *_ = SIDES[name]
    monkeypatch.delitem(side.CHANGES, Cutout)
    recipe = Recipe(augmentation=(Cutout(),))
    with pytest.raises(RecipeError, match=r"^Cutout is declared but not built here: "):
        augment(name, recipe, changes_for(recipe))
