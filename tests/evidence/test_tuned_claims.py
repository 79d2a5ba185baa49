"""What the tuned claims of the book's chapters have in common: a fair comparison."""

import pytest

from cnncourse.evidence.claims import (
    augmenting,
    batches,
    by_size,
    gap,
    imbalance,
    mixing,
    normalizing,
    rates,
    regularizing,
    switching,
    targets,
)


def tuned_of(*modules):
    return [claim for module in modules for claim in module.CLAIMS if claim.then is not None]


BY_BEST_EPOCH = tuned_of(
    augmenting, batches, by_size, gap, imbalance, mixing, normalizing, regularizing, targets
)
# A schedule leads somewhere: its last epoch counts.
BY_LAST_EPOCH = tuned_of(rates, switching)


@pytest.mark.parametrize("claim", BY_BEST_EPOCH + BY_LAST_EPOCH, ids=lambda claim: claim.name)
def test_every_arm_has_as_many_tries(claim):
    tuned = claim.jobs.__self__
    jobs = tuned.tuning_jobs(5)
    tries = {arm: sum(job.labels["arm"] == f"tuning_{arm}" for job in jobs) for arm in tuned.arms}
    assert len({count for arm, count in tries.items() if arm not in tuned.as_arm}) == 1


@pytest.mark.parametrize("claim", BY_BEST_EPOCH, ids=lambda claim: claim.name)
def test_every_arm_ends_with_the_weights_of_its_best_epoch(claim):
    for recipe in claim.jobs.__self__.arms.values():
        assert recipe.early_stopping.patience >= recipe.num_epochs


@pytest.mark.parametrize("claim", BY_LAST_EPOCH, ids=lambda claim: claim.name)
def test_every_arm_ends_with_the_weights_of_its_last_epoch(claim):
    for recipe in claim.jobs.__self__.arms.values():
        assert recipe.early_stopping is None
