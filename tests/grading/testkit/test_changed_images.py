"""What changed images should be is right itself, by other ways of computing it."""

import numpy as np
import pytest
from scipy import ndimage

from cnncourse.grading.testkit.judging import changed_images


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_shifted_images_are_cut_out_of_wider_ones(rng):
    images = rng.normal(size=(4, 3, 5, 2))
    right, down = [2, -1, 0, 9], [0, 1, -2, -9]
    wide = np.pad(images, [(0, 0), (9, 9), (9, 9), (0, 0)], "edge")
    made = changed_images.shifted(images, right, down)
    for i, (x, y) in enumerate(zip(right, down, strict=True)):
        assert np.array_equal(made[i], wide[i, 9 - y : 12 - y, 9 - x : 14 - x])


def test_rotated_images_are_those_of_scipy(rng):
    images, angles = rng.normal(size=(3, 5, 8, 2)), [30.0, -100.0, 400.0]
    made, inside = changed_images.rotated(images, angles)
    options = {"reshape": False, "order": 1, "mode": "nearest"}
    for image, angle, of_ours in zip(images, angles, made, strict=True):
        assert np.allclose(of_ours, ndimage.rotate(image, angle, **options))
    assert 0.3 < inside.mean() < 0.9


def test_another_fill_is_told_from_another_angle(rng):
    images = rng.uniform(size=(1, 6, 6, 1))
    black = ndimage.rotate(images[0], 30, reshape=False, order=1)[None]
    assert not changed_images.check_rotated(black, images, [30], "off")
    right, _ = changed_images.rotated(images, [30])
    assert changed_images.check_rotated(right, images, [30], "off")
    with pytest.raises(AssertionError, match="off"):
        changed_images.check_rotated(right, images, [-30], "off")


def test_soft_cross_entropy_goes_up_its_gradient(rng):
    logits, targets = rng.normal(size=(3, 4)), rng.dirichlet(np.ones(4), size=3)
    _, gradient = changed_images.soft_cross_entropy(logits, targets)
    step = 1e-6 * np.eye(12)[5].reshape(3, 4)
    ahead, behind = (
        changed_images.soft_cross_entropy(logits + way * step, targets)[0] for way in (1, -1)
    )
    assert np.isclose((ahead - behind) / 2e-6, gradient.ravel()[5])


def test_soft_cross_entropy_of_sure_targets_and_large_logits():
    loss, _ = changed_images.soft_cross_entropy([[1000.0, -1000.0]], [[0.0, 1.0]])
    assert loss == 2000


def test_pasted_boxes_end_at_the_image(rng):
    images, targets = rng.normal(size=(2, 3, 4, 1)), np.eye(2)
    made, shares = changed_images.pasted(images, targets, [[-5, -5, 9, 9], [1, 1, 1, 3]])
    assert np.array_equal(made[0], images[1]) and np.array_equal(made[1], images[1])
    assert shares.tolist() == [[0, 1], [0, 1]]
