"""Batches: every example once an epoch, the same for the same seed, each transform by itself."""

import numpy as np
import pytest

from cnncourse import (
    AlternatingFlip,
    Brightness,
    Contrast,
    Mixup,
    Recipe,
    Rotation,
    Shift,
    Zoom,
)
from cnncourse.batches import Batch, change_shapes, epoch_batches
from cnncourse.transforms import TRANSFORMS

SHAPE = (8, 12, 3)
ALL = [cls() for name, cls in TRANSFORMS.items() if name != "alternating_flip"]


def batches(num_examples=10, epoch=0, **settings):
    return list(epoch_batches(Recipe(batch_size=4, **settings), num_examples, SHAPE, epoch))


def order(found):
    return np.concatenate([batch.indices for batch in found])


def flat(found) -> np.ndarray:
    """All that was drawn in an epoch."""
    return np.concatenate([change.ravel() for batch in found for change in batch.changes])


def test_every_example_once_an_epoch():
    assert sorted(order(batches())) == list(range(10))
    assert [len(batch.indices) for batch in batches()] == [4, 4, 2]
    assert [batch.size for batch in batches()] == [4, 4, 2]


def test_order_depends_on_seed_and_epoch_only():
    np.testing.assert_array_equal(order(batches(seed=1)), order(batches(seed=1)))
    assert (order(batches(100, seed=1)) != order(batches(100, seed=2))).any()
    assert (order(batches(100, epoch=0)) != order(batches(100, epoch=1))).any()
    np.testing.assert_array_equal(order(batches()), order(batches(augmentation=ALL)))


def test_without_transforms_there_is_nothing_to_draw():
    assert all(batch.affine is None and batch.draws == () for batch in batches())
    assert all(batch.affine is None for batch in batches(augmentation=(Brightness(),)))


@pytest.mark.parametrize("option", ALL, ids=str)
def test_draws_depend_on_seed_and_epoch_and_batch(option):
    def drawn(**settings):
        return flat(batches(100, augmentation=(option,), **settings))

    np.testing.assert_array_equal(drawn(seed=1), drawn(seed=1))
    assert (drawn(seed=1) != drawn(seed=2)).any()
    assert (drawn(epoch=0) != drawn(epoch=1)).any()
    found = batches(80, augmentation=(option,))
    assert (flat(found[:10]) != flat(found[10:])).any()


@pytest.mark.parametrize("other", [cls() for cls in TRANSFORMS.values()], ids=str)
def test_no_transform_moves_the_draws_of_another(other):
    """Whichever is added before or after, factors and shares stay."""
    alone = batches(augmentation=(Contrast(), Mixup()))
    for transforms in ((other, Contrast(), Mixup()), (Contrast(), Mixup(), other)):
        for before, after in zip(alone, batches(augmentation=transforms), strict=True):
            kept = [d for d in after.draws if any(np.array_equal(d, b) for b in before.draws)]
            assert len(kept) == 2, transforms
            assert len(after.draws) == 2 + (after.affine is None)


def test_the_same_transform_twice_draws_twice():
    for batch in batches(augmentation=(Brightness(), Brightness())):
        first, second = batch.draws
        assert (first != second).all()


def test_moves_act_in_the_order_in_which_they_are_listed():
    """The place that both read is what the first reads at the place that the second reads."""

    def maps(*transforms):
        (batch,) = epoch_batches(Recipe(batch_size=50, augmentation=transforms), 50, SHAPE, 0)
        last = np.tile([[[0.0, 0.0, 1.0]]], (50, 1, 1))
        return np.concatenate([batch.affine, last], axis=1)

    rotation, shift, zoom = Rotation(90), Shift(0.3, 0.3), Zoom(0.5)
    expected = maps(rotation) @ maps(shift) @ maps(zoom)
    np.testing.assert_allclose(maps(rotation, shift, zoom), expected, rtol=1e-12, atol=1e-12)
    assert np.abs(maps(zoom, shift, rotation) - expected).max() > 1


def mirrored(epoch, seed=0, num_examples=2000):
    """Return which images are mirrored in an epoch, by their index."""
    found = batches(num_examples, epoch, seed=seed, augmentation=(AlternatingFlip(),))
    flips = np.concatenate([batch.affine[:, 0, 0] for batch in found]) < 0
    return flips[np.argsort(order(found))]


def test_flips_alternate_from_epoch_to_epoch():
    assert 0.45 < mirrored(epoch=0).mean() < 0.55
    np.testing.assert_array_equal(mirrored(epoch=1), ~mirrored(epoch=0))
    np.testing.assert_array_equal(mirrored(epoch=2), mirrored(epoch=0))
    assert 0.45 < (mirrored(epoch=0, seed=1) ^ mirrored(epoch=0)).mean() < 0.55


@pytest.mark.parametrize("transforms", [(), (Brightness(),), (Rotation(), Mixup(), Contrast())])
def test_shares_make_up_the_batch(transforms):
    batch = batches(augmentation=transforms)[0]
    shares = [batch.share(rank, 3) for rank in range(3)]
    assert [len(share.indices) for share in shares] == [2, 1, 1]
    assert [share.size for share in shares] == [4, 4, 4]
    np.testing.assert_array_equal(order(shares), batch.indices)
    for i, change in enumerate(batch.changes):
        together = np.concatenate([share.changes[i] for share in shares])
        np.testing.assert_array_equal(together, change)


def test_shapes_of_changes_are_known_before_the_first_batch():
    for transforms in ((), ALL, ALL[::-1], (AlternatingFlip(), Mixup()), (Mixup(),)):
        shapes = change_shapes(transforms)
        found = [change.shape for change in batches(augmentation=transforms)[0].changes]
        for known, shape in zip(shapes, found, strict=True):
            assert len(known) == len(shape)
            assert all(size in (None, there) for size, there in zip(known, shape, strict=True))


def test_a_batch_has_no_changes_of_its_own():
    assert Batch(np.arange(3), None, (), 3).changes == ()
