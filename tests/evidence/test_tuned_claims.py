"""What the tuned claims on augmentation and regularization have in common: a fair comparison."""

import pytest

from cnncourse.evidence.claims import augmenting, normalizing, regularizing

TUNED = [*augmenting.CLAIMS, *normalizing.CLAIMS, *regularizing.CLAIMS]


@pytest.mark.parametrize("claim", TUNED, ids=lambda claim: claim.name)
def test_every_arm_ends_with_the_weights_of_its_best_epoch_and_has_as_many_tries(claim):
    tuned = claim.jobs.__self__
    for recipe in tuned.arms.values():
        assert recipe.early_stopping.patience >= recipe.num_epochs
    jobs = tuned.tuning_jobs(5)
    tries = {arm: sum(job.labels["arm"] == f"tuning_{arm}" for job in jobs) for arm in tuned.arms}
    assert len({count for arm, count in tries.items() if arm not in tuned.as_arm}) == 1
