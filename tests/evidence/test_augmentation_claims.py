"""The claims on augmentation: arms that differ in what is done to the images alone."""

import pytest

from cnncourse import HorizontalFlip, Rotation, Shear, Shift, Zoom
from cnncourse.evidence.claims import augmenting
from cnncourse.evidence.claims.augmenting import usual_set

TUNED = augmenting.CLAIMS


def test_usual_set_is_that_of_the_source():
    assert set(usual_set()) == {
        *(Rotation(20), Shear(0.1), Zoom(0.1), HorizontalFlip(), Shift(0.1, 0.1)),
    }
    assert type(usual_set()[-1]) is Shift, "listed last, shifts are as large as they say"


def test_strength_scales_all_amounts():
    rotation, shear, zoom, _, shift = usual_set(3)
    assert rotation == Rotation(60) and (shear.amount, zoom.amount) == pytest.approx((0.3, 0.3))
    assert (shift.width, shift.height) == pytest.approx((0.3, 0.3))


@pytest.mark.parametrize("claim", TUNED, ids=lambda claim: claim.name)
def test_arms_differ_in_augmentation_fill_or_number_of_images_alone(claim):
    tuned = claim.jobs.__self__
    assert {arm for pair in tuned.pairs for arm in pair} == set(tuned.arms) <= claim.titles.keys()
    for pair in tuned.pairs:
        ours, theirs = (tuned.arms[arm].to_dict() for arm in pair)
        changed = {name for name in ours if ours[name] != theirs[name]}
        assert changed and changed <= {"augmentation", "fill"}
        assert tuned.of_arm.get(pair[0]) == tuned.of_arm.get(pair[1])
