"""Images and targets that an epoch shows: those of training, and the same in both frameworks."""

import numpy as np
import pytest
from torch import nn

from cnncourse import Cutout, DataError, HorizontalFlip, Mixup, Recipe, Rotation, Shift
from cnncourse import pytorch as torch_side
from cnncourse import tensorflow as tensorflow_side
from cnncourse.batches import epoch_batches
from cnncourse.data import ImageData, Split

RNG = np.random.default_rng(0)
TRAIN = Split(RNG.integers(0, 256, (11, 6, 5, 3), np.uint8), RNG.integers(0, 3, 11))
IMAGES = ImageData("made", TRAIN, TRAIN, TRAIN, ("a", "b", "c"))
RECIPES = {
    "none": Recipe(batch_size=4, seed=3),
    "moved": Recipe(
        augmentation=(Rotation(40), Shift(0.3, 0.3), Cutout()), fill="reflect", batch_size=4
    ),
    "mixed": Recipe(augmentation=(HorizontalFlip(), Mixup(1.0)), batch_size=4),
    "mixed in parts": Recipe(augmentation=(Mixup(1.0),), batch_size=8, accumulate=2),
}
SIDES = {"pytorch": torch_side, "tensorflow": tensorflow_side}


class Seen(nn.Module):
    """A linear model that notes its inputs, in training alone."""

    def __init__(self):
        super().__init__()
        self.noted = []
        self.dense = nn.Linear(6 * 5 * 3, 3)

    def forward(self, x):
        if self.training:
            self.noted.append(x.detach().permute(0, 2, 3, 1).numpy().copy())
        return self.dense(x.flatten(1))


@pytest.mark.parametrize("epoch", [0, 2])
@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES)
def test_images_are_those_that_a_model_is_trained_on(recipe, epoch):
    model = Seen()
    recipe = Recipe.from_dict(recipe.to_dict() | {"num_epochs": epoch + 1})
    torch_side.train(model, IMAGES, recipe, device="cpu", progress=False)
    order = np.concatenate([batch.indices for batch in epoch_batches(recipe, 11, (6, 5, 3), epoch)])
    noted = np.concatenate(model.noted)[-11:]
    images, _ = torch_side.augmented(recipe, TRAIN, 3, epoch)
    np.testing.assert_allclose(images[order], noted, atol=1e-6)


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES)
def test_frameworks_show_the_same(recipe):
    ours, theirs = (side.augmented(recipe, TRAIN, 3, epoch=1) for side in SIDES.values())
    for one, other in zip(ours, theirs, strict=True):
        assert one.dtype == other.dtype == np.float32
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("side", SIDES.values(), ids=SIDES)
def test_without_augmentation_images_and_labels_are_as_they_are(side):
    images, targets = side.augmented(RECIPES["none"], TRAIN, 3)
    np.testing.assert_allclose(255 * images, TRAIN.images, atol=1e-4)
    np.testing.assert_array_equal(targets, np.eye(3)[TRAIN.labels])


@pytest.mark.parametrize("side", SIDES.values(), ids=SIDES)
def test_targets_are_mixed_as_the_images_are(side):
    """Images of one color each: what is left of the colors is what is left of the classes."""
    colors = np.repeat(np.uint8([0, 100, 200])[:, None, None, None], 3, axis=3)
    split = Split(np.tile(colors, (4, 6, 5, 1)), np.tile(np.arange(3), 4))
    images, targets = side.augmented(RECIPES["mixed in parts"], split, 3)
    expected = targets @ [0, 100 / 255, 200 / 255]
    np.testing.assert_allclose(images[:, 0, 0, 0], expected, atol=1e-5)
    assert ((targets > 0.01) & (targets < 0.99)).any()


@pytest.mark.parametrize("side", SIDES.values(), ids=SIDES)
def test_wrong_images_are_refused_in_a_line(side):
    with pytest.raises(DataError, match=r"uint8"):
        side.augmented(Recipe(), Split(TRAIN.images / 255, TRAIN.labels), 3)
    with pytest.raises(DataError):
        side.augmented(Recipe(), TRAIN, 2)
