"""The moves of an old generator are measured, and told from those that it does not make."""

import numpy as np
import pytest
from scipy import ndimage

from cnncourse.grading.testkit import moves
from cnncourse.grading.testkit.judging import old_generator

SIDE = 32


def changed(images, rng, *, degrees=20.0, shift=0.1, zoom=0.1, flips=0.5, **options):
    """What the old generator makes of images, in one interpolation."""
    made = np.empty_like(images)
    center = np.array([(SIDE - 1) / 2] * 2)
    for image, new in zip(images, made, strict=True):
        angle = np.deg2rad(rng.uniform(-degrees, degrees))
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        read = turn @ np.diag(rng.uniform(1 - zoom, 1 + zoom, 2))
        offset = center + turn @ rng.uniform(-shift, shift, 2) * SIDE - read @ center
        for channel in range(3):
            ndimage.affine_transform(
                image[..., channel],
                read,
                offset,
                output=new[..., channel],
                **{"order": 1, "mode": "nearest", **options},
            )
        if rng.random() < flips:
            new[:] = new[:, ::-1].copy()
    return made


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def images(rng):
    return moves.ramps(rng, 100, SIDE)


def scored(images, rng, **options):
    batches = [changed(images, rng, **options) for _ in range(3)]
    return old_generator.score(images, np.stack(batches), "off")


def test_the_old_generators_own_moves_are_right(images):
    for seed in range(3):
        assert scored(images, np.random.default_rng(seed)) == 1


@pytest.mark.parametrize(
    "odd",
    [
        {"degrees": 72},
        {"degrees": 25},
        {"degrees": 0},
        {"shift": 0.12},
        {"shift": 0},
        {"zoom": 0.2},
        {"zoom": 0},
        {"flips": 0},
        {"flips": 1},
        {"mode": "constant"},
        {"mode": "reflect"},
        {"order": 0},
    ],
    ids=str,
)
def test_one_odd_move_keeps_two_thirds(images, rng, odd):
    assert scored(images, rng, **odd) == 2 / 3


@pytest.mark.parametrize(
    ("odd", "message"),
    [
        ({"mode": "constant", "flips": 0}, "mirrored 0%.*nearest pixel"),
        ({"degrees": 40, "zoom": 0.3}, r"turned by up to 40 degrees.*zoomed"),
    ],
    ids=str,
)
def test_more_that_is_odd_has_no_points(images, rng, odd, message):
    with pytest.raises(AssertionError, match=message):
        scored(images, rng, **odd)


def test_upside_down_is_no_flip_of_the_old_generators(images, rng):
    batches = np.stack([changed(images, rng) for _ in range(3)])
    batches[:, ::2] = batches[:, ::2, ::-1]
    assert old_generator.score(images, batches, "off") == 2 / 3


def test_moves_shared_by_a_batch_or_by_all_calls_are_found(images, rng):
    batches = np.stack([changed(images, rng) for _ in range(3)])
    with pytest.raises(AssertionError, match="draw anew in every call"):
        old_generator.score(images, batches[[0, 0, 0]], "off")
    alike = np.stack([changed(images[:1], rng).repeat(100, axis=0) for _ in range(3)])
    with pytest.raises(AssertionError, match="draw for each image"):
        old_generator.score(images[:1].repeat(100, axis=0), alike, "off")


def test_nan_is_found(images, rng):
    batches = np.stack([changed(images, rng) for _ in range(3)])
    batches[0, 0, 16, 16] = np.nan
    with pytest.raises(AssertionError, match="NaN"):
        old_generator.score(images, batches, "off")


def test_measured_moves_are_those_made(images):
    angle = np.deg2rad(15)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    read, center = turn @ np.diag([1.1, 0.9]), np.array([15.5, 15.5])
    offset = center + turn @ [1.6, -3.2] - read @ center
    made = [
        [
            ndimage.affine_transform(image[..., k], read, offset, order=1, mode="nearest")
            for k in range(3)
        ]
        for image in images[:2]
    ]
    found = moves.measure(images[:2], np.moveaxis(made, 1, -1)[:, :, ::-1])
    assert np.allclose(abs(found["degrees"]), 15, atol=0.1)
    assert np.allclose(found["scale"], [0.9, 1.1], atol=0.01)
    assert np.allclose(np.sort(found["shift"]), [0.05, 0.1], atol=0.002)
    assert found["mirrored"].all() and found["turns back"].max() == 0
    assert "mirrored          100%" in moves.report(
        images[:2], np.moveaxis(made, 1, -1)[:, :, ::-1]
    )
