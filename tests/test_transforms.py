"""What transforms draw: within the limits that they name, as often as they say."""

import numpy as np
import pytest
from scipy import stats

from cnncourse import (
    AlternatingFlip,
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
    VerticalFlip,
    Zoom,
)
from cnncourse.batches import epoch_batches
from cnncourse.transforms import LEVEL_OFFSET

SHAPE = (8, 12, 3)
CENTER = np.array([5.5, 3.5])


def drawn(*transforms, num_images=2000):
    recipe = Recipe(batch_size=num_images, augmentation=transforms)
    (batch,) = epoch_batches(recipe, num_images, SHAPE, epoch=0)
    return batch


def displacements(*transforms):
    """How far the center of each image is moved, in pixels (x, y)."""
    affine = drawn(*transforms).affine
    shown_at = np.linalg.solve(affine[:, :, :2], (CENTER - affine[:, :, 2])[..., None])[..., 0]
    return shown_at - CENTER


def assert_reaches(values, limit):
    """Both ends are nearly reached, and the middle is where it has to be."""
    assert -limit <= values.min() < -0.99 * limit
    assert 0.99 * limit < values.max() <= limit
    assert abs(values.mean()) < 0.1 * limit


def test_rotation_keeps_lengths_and_the_limit():
    linear = drawn(Rotation(20)).affine[:, :, :2]
    products = linear @ linear.transpose(0, 2, 1)
    np.testing.assert_allclose(products, np.tile(np.eye(2), (2000, 1, 1)), rtol=0, atol=1e-12)
    assert_reaches(np.rad2deg(np.arctan2(linear[:, 1, 0], linear[:, 0, 0])), 20)


def test_shifts_are_fractions_of_the_image():
    x, y = displacements(Shift(width=0.25, height=0.5)).T
    assert_reaches(x, 3)  # a quarter of 12 columns
    assert_reaches(y, 4)  # half of 8 rows
    assert abs(np.corrcoef(x, y)[0, 1]) < 0.1


def test_a_shift_after_a_zoom_is_exact_and_one_before_it_is_scaled():
    x, y = displacements(Zoom(0.5), Shift(width=0.25, height=0.5)).T
    assert_reaches(x, 3)
    assert_reaches(y, 4)
    x, _ = displacements(Shift(width=0.25), Zoom(0.5)).T
    assert 4 < x.max() <= 1.5 * 3


def test_zoom_gives_the_sizes_that_it_names():
    affine = drawn(Zoom(0.5)).affine
    size_x, size_y = 1 / affine[:, 0, 0], 1 / affine[:, 1, 1]
    assert_reaches(size_x - 1, 0.5)
    assert_reaches(size_y - 1, 0.5)
    assert abs(np.corrcoef(size_x, size_y)[0, 1]) < 0.1


def test_shear_moves_rows_only():
    affine = drawn(Shear(0.2)).affine
    assert_reaches(affine[:, 0, 1], 0.2)
    np.testing.assert_array_equal(affine[:, 1], np.tile([0, 1, 0], (2000, 1)))


@pytest.mark.parametrize(
    "option", [Rotation(90), Shear(0.5), Zoom(0.5), HorizontalFlip(), VerticalFlip()], ids=str
)
def test_the_center_stays_where_it_is(option):
    np.testing.assert_allclose(displacements(option), 0, rtol=0, atol=1e-12)


@pytest.mark.parametrize(("option", "axis"), [(HorizontalFlip(), 0), (VerticalFlip(), 1)], ids=str)
def test_half_of_the_images_are_flipped(option, axis):
    affine = drawn(option).affine
    flipped = affine[:, axis, axis] == -1
    assert 0.45 < flipped.mean() < 0.55
    # A flipped image reads its last column, or row, for the first one.
    corner = affine[flipped] @ [0, 0, 1]
    expected = np.where(np.arange(2) == axis, [11, 7], 0)
    np.testing.assert_allclose(corner, np.tile(expected, (flipped.sum(), 1)), rtol=0, atol=1e-12)
    rest = affine[~flipped]
    np.testing.assert_allclose(rest, np.tile(np.eye(3)[:2], (len(rest), 1, 1)), rtol=0, atol=0)


@pytest.mark.parametrize("option", [Brightness(0.3), Contrast(0.3)], ids=str)
def test_factors(option):
    (factors,) = drawn(option).draws
    assert factors.shape == (2000, 1)
    assert_reaches(factors - 1, 0.3)


def test_channel_shift_has_a_value_for_each_channel():
    (values,) = drawn(ChannelShift(0.1)).draws
    assert values.shape == (2000, 3)
    for column in values.T:
        assert_reaches(column, 0.1)
    correlations = np.corrcoef(values.T)
    assert np.abs(correlations - np.eye(3)).max() < 0.1


@pytest.mark.parametrize(("size", "sides"), [(0.5, (4, 6)), (0.25, (2, 3)), (1.0, (8, 12))])
def test_cutout_centers_its_box_on_any_pixel(size, sides):
    (boxes,) = drawn(Cutout(size), num_images=20_000).draws
    for axis, side in enumerate(sides):
        length = SHAPE[axis]
        expected = np.zeros((length + 1, length + 1))
        for center in range(length):
            first = center - side // 2
            expected[max(first, 0), min(first + side, length)] += 20_000 / length
        found = np.zeros_like(expected)
        np.add.at(found, tuple(boxes[:, [axis, axis + 2]].astype(int).T), 1)
        assert (found[expected == 0] == 0).all()
        assert (np.abs(found - expected) <= 5 * np.sqrt(expected)).all()


@pytest.mark.parametrize("alpha", [0.2, 1.0, 4.0])
def test_mixup_draws_from_a_beta_distribution(alpha):
    (share,) = drawn(Mixup(alpha)).draws
    assert share.shape == (2000, 1)
    assert stats.kstest(share[:, 0], stats.beta(alpha, alpha).cdf).pvalue > 1e-3


@pytest.mark.parametrize("option", [Mixup(1e-30), Mixup(1e30), CutMix(1e-30), CutMix(1e30)])
def test_extreme_alphas_give_shares(option):
    (params,) = drawn(option).draws
    assert ((params[:, -1] >= 0) & (params[:, -1] <= 1)).all()


def test_cutmix_boxes_have_the_drawn_area_where_they_lie_within():
    (params,) = drawn(CutMix(2.0), num_images=20_000).draws
    top, left, bottom, right = params[:, :4].T
    within = (top > 0) & (left > 0) & (bottom < 8) & (right < 12)
    height, width = (bottom - top)[within], (right - left)[within]
    assert np.abs(height / 8 - width / 12).max() <= 0.5 / 8 + 0.5 / 12  # rounded to pixels
    # All boxes, as high on average as those of a loop that draws its own.
    rng = np.random.default_rng(1)
    heights = []
    for share, center in zip(rng.beta(2, 2, 20_000), rng.integers(0, 8, 20_000), strict=True):
        side = round(np.sqrt(1 - share) * 8)
        rows = range(center - side // 2, center - side // 2 + side)
        heights.append(sum(0 <= row < 8 for row in rows))
    standard_error = np.std(heights) * np.sqrt(2 / 20_000)
    assert abs((bottom - top).mean() - np.mean(heights)) < 5 * standard_error


def rand_augment_steps(magnitude, num=2, num_images=20_000):
    (params,) = drawn(RandAugment(num, magnitude), num_images=num_images).draws
    return params.reshape(-1, 10)


def test_rand_augment_chooses_its_operations_evenly_with_the_strength_named():
    steps = rand_augment_steps(0.5)
    angle = np.deg2rad(15)
    cos, sin = np.cos(angle), np.sin(angle)
    level = np.array([1.0, 1.0, 1.0, (256 - LEVEL_OFFSET) / 255])
    unchanged = np.eye(3)[:2]

    def around_center(linear):
        return np.column_stack([linear, CENTER - np.array(linear) @ CENTER])

    def with_shift(x, y):
        return np.column_stack([np.eye(2), [x, y]])

    moves = {
        "rotate": [around_center([[cos, -s * sin], [s * sin, cos]]) for s in (1, -1)],
        "shear_x": [around_center([[1, s * 0.15], [0, 1]]) for s in (1, -1)],
        "shear_y": [around_center([[1, 0], [s * 0.15, 1]]) for s in (1, -1)],
        "translate_x": [with_shift(s * 0.225 * 12, 0) for s in (1, -1)],
        "translate_y": [with_shift(0, s * 0.225 * 8) for s in (1, -1)],
    }
    expected = {
        name: [np.r_[move.ravel(), level] for move in found] for name, found in moves.items()
    }
    for name, column, values in (
        ("brightness", 0, (0.55, 1.45)),
        ("contrast", 1, (0.55, 1.45)),
        ("posterize", 2, (4,)),  # 6 of 8 bits
        ("solarize", 3, ((128 - LEVEL_OFFSET) / 255,)),
        ("identity", 0, (1,)),
    ):
        changed = [np.where(np.arange(4) == column, value, level) for value in values]
        expected[name] = [np.r_[unchanged.ravel(), numbers] for numbers in changed]
    seen = 0
    for name, rows in expected.items():
        for row in rows:
            count = np.isclose(steps, row, rtol=1e-12, atol=1e-12).all(axis=1).sum()
            mean = len(steps) / 10 / len(rows)
            assert abs(count - mean) < 5 * np.sqrt(mean), name
            seen += count
    assert seen == len(steps)


def test_rand_augment_of_no_magnitude_changes_nothing():
    steps = rand_augment_steps(0.0)
    np.testing.assert_allclose(steps, np.tile(steps[0], (len(steps), 1)), rtol=0, atol=1e-12)
    np.testing.assert_allclose(steps[0, :9], [1, 0, 0, 0, 1, 0, 1, 1, 1], rtol=0, atol=1e-12)
    assert steps[0, 9] > 1


def test_operations_of_rand_augment_are_drawn_anew_each_time():
    (params,) = drawn(RandAugment(num=2, magnitude=1.0)).draws
    first, second = params.reshape(2000, 2, 10).transpose(1, 0, 2)
    same = np.isclose(first, second, rtol=1e-12, atol=1e-12).all(axis=1)
    # 3 operations without a direction and 7 with two: 3/100 + 7/200.
    assert 0.045 < same.mean() < 0.085


@pytest.mark.parametrize("other", [HorizontalFlip(), AlternatingFlip()], ids=str)
def test_two_flips_to_the_side_are_refused(other):
    for transforms in ((AlternatingFlip(), other), (other, Rotation(), AlternatingFlip())):
        with pytest.raises(RecipeError, match="keep one of them") as error:
            Recipe(augmentation=transforms)
        assert "\n" not in str(error.value)
    assert Recipe(augmentation=(AlternatingFlip(), VerticalFlip())).augmentation


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("rotation", "degrees", 181),
        ("shift", "width", 1.0),
        ("zoom", "amount", 1.0),
        ("cutout", "size", 0),
        ("cutout", "size", 1.1),
        ("mixup", "alpha", 0),
        ("rand_augment", "num", 0),
        ("rand_augment", "magnitude", 1.5),
    ],
)
def test_impossible_values_are_named(name, field, value):
    with pytest.raises(RecipeError, match=f"^{field} of .* is {value}: it has to be"):
        Recipe.from_dict({"augmentation": [{"name": name, field: value}]})
