"""Batches and draws: every example once an epoch, the same for the same seed, within the limits."""

import numpy as np
import pytest

from cnncourse import Augmentation, Recipe, RecipeError
from cnncourse.batches import draw, epoch_batches

SHAPE = (8, 12, 1)


def batches(num_examples=10, epoch=0, **settings):
    return list(epoch_batches(Recipe(batch_size=4, **settings), num_examples, SHAPE, epoch))


def order(found):
    return np.concatenate([batch.indices for batch in found])


def test_every_example_once_an_epoch():
    assert sorted(order(batches())) == list(range(10))
    assert [len(batch.indices) for batch in batches()] == [4, 4, 2]


def test_order_depends_on_seed_and_epoch_only():
    np.testing.assert_array_equal(order(batches(seed=1)), order(batches(seed=1)))
    assert (order(batches(100, seed=1)) != order(batches(100, seed=2))).any()
    assert (order(batches(100, epoch=0)) != order(batches(100, epoch=1))).any()
    augmented = batches(augmentation=Augmentation(rotation=20))
    np.testing.assert_array_equal(order(batches()), order(augmented))


def sample(augmentation, num_images=2000):
    return draw(augmentation, num_images, SHAPE, np.random.default_rng(0))


def test_no_augmentation_is_the_identity():
    affine, brightness = sample(Augmentation(), 3)
    np.testing.assert_array_equal(affine, np.tile([[1.0, 0, 0], [0, 1, 0]], (3, 1, 1)))
    np.testing.assert_array_equal(brightness, 1)


def test_shifts_are_fractions_of_the_image():
    affine, _ = sample(Augmentation(width_shift=0.25, height_shift=0.5))
    shift_x, shift_y = affine[:, 0, 2], affine[:, 1, 2]
    assert 2.9 < np.abs(shift_x).max() <= 3  # a quarter of 12 columns
    assert 3.9 < np.abs(shift_y).max() <= 4  # half of 8 rows
    assert abs(np.corrcoef(shift_x, shift_y)[0, 1]) < 0.1


def test_rotation_keeps_lengths_and_the_limit():
    affine, _ = sample(Augmentation(rotation=20))
    linear = affine[:, :, :2]
    np.testing.assert_allclose(
        linear @ linear.transpose(0, 2, 1), np.tile(np.eye(2), (2000, 1, 1)), atol=1e-12
    )
    angles = np.rad2deg(np.arctan2(linear[:, 1, 0], linear[:, 0, 0]))
    assert 19.5 < np.abs(angles).max() <= 20


def test_the_center_stays_where_it_is():
    augmentation = Augmentation(rotation=20, shear=0.3, zoom=0.3, horizontal_flip=True)
    affine, _ = sample(augmentation, 50)
    center = np.array([5.5, 3.5, 1.0])
    np.testing.assert_allclose(affine @ center, np.tile(center[:2], (50, 1)), atol=1e-12)


def test_zoom_and_shear_limits():
    affine, _ = sample(Augmentation(zoom=0.2))
    assert 1.19 < affine[:, 0, 0].max() <= 1.2 and 0.8 <= affine[:, 1, 1].min() < 0.81
    affine, _ = sample(Augmentation(shear=0.2))
    assert 0.19 < np.abs(affine[:, 0, 1]).max() <= 0.2
    np.testing.assert_array_equal(affine[:, 1, 0], 0)


def test_half_of_the_images_are_flipped():
    affine, _ = sample(Augmentation(horizontal_flip=True))
    flipped = affine[:, 0, 0] < 0
    assert 0.45 < flipped.mean() < 0.55
    # A flipped row reads column 11 for column 0.
    np.testing.assert_allclose(affine[flipped][0] @ [0, 0, 1], [11, 0], atol=1e-12)


def mirrored(epoch, seed=0, num_examples=2000):
    """Return which images are mirrored in an epoch, by their index."""
    alternating = Augmentation(alternating_flip=True)
    found = batches(num_examples, epoch, seed=seed, augmentation=alternating)
    flips = np.concatenate([batch.affine[:, 0, 0] for batch in found]) < 0
    return flips[np.argsort(order(found))]


def test_flips_alternate_from_epoch_to_epoch():
    assert 0.45 < mirrored(epoch=0).mean() < 0.55
    np.testing.assert_array_equal(mirrored(epoch=1), ~mirrored(epoch=0))
    np.testing.assert_array_equal(mirrored(epoch=2), mirrored(epoch=0))
    assert 0.45 < (mirrored(epoch=0, seed=1) ^ mirrored(epoch=0)).mean() < 0.55


def test_alternating_flips_need_to_know_whose_turn_it_is():
    with pytest.raises(RecipeError, match="alternating_flip needs `mirrored`"):
        draw(Augmentation(alternating_flip=True), 3, (8, 8, 1), np.random.default_rng(0))


def test_brightness_limits():
    _, brightness = sample(Augmentation(brightness=0.3))
    assert 0.7 <= brightness.min() < 0.71 and 1.29 < brightness.max() <= 1.3


@pytest.mark.parametrize("name", ["rotation", "zoom"])
def test_other_draws_do_not_move_when_one_is_turned_on(name):
    """Each kind of change draws its own numbers whether it is used or not."""
    alone, _ = sample(Augmentation(width_shift=0.1), 5)
    _, brightness = sample(Augmentation(brightness=0.1), 5)
    _, with_other = sample(Augmentation(brightness=0.1, **{name: 0.1}), 5)
    np.testing.assert_array_equal(brightness, with_other)
    assert (alone[:, 0, 2] != 0).all()
