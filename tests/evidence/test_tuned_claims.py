"""What the tuned claims of the book's chapters have in common: a fair comparison."""

import pytest

from cnncourse.evidence.claims import augmenting, by_size, gap, mixing, normalizing, regularizing

MODULES = (augmenting, by_size, gap, mixing, normalizing, regularizing)
TUNED = [claim for module in MODULES for claim in module.CLAIMS if claim.then is not None]


@pytest.mark.parametrize("claim", TUNED, ids=lambda claim: claim.name)
def test_every_arm_has_as_many_tries(claim):
    tuned = claim.jobs.__self__
    jobs = tuned.tuning_jobs(5)
    tries = {arm: sum(job.labels["arm"] == f"tuning_{arm}" for job in jobs) for arm in tuned.arms}
    assert len({count for arm, count in tries.items() if arm not in tuned.as_arm}) == 1


@pytest.mark.parametrize("claim", TUNED, ids=lambda claim: claim.name)
def test_every_arm_ends_with_the_weights_of_its_best_epoch(claim):
    for recipe in claim.jobs.__self__.arms.values():
        assert recipe.early_stopping.patience >= recipe.num_epochs
