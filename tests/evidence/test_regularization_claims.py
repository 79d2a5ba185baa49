"""The claims on regularization: what their arms differ in, and how their runs are summed up."""

import math

import pytest

from cnncourse import VGG, AdamW, BatchNorm, Conv, Dropout, MaxPool, ReLU, SpatialDropout
from cnncourse.costs import costs, total
from cnncourse.evidence.claims import normalizing, regularizing
from cnncourse.evidence.claims.normalizing import BY_BATCH, BY_DEPTH, SLOW, RatesBorne, network
from cnncourse.evidence.claims.regularizing import RECIPE, STRENGTHS, regularized, with_dropout

TUNED = [*normalizing.CLAIMS, *regularizing.CLAIMS]
# Fields of a recipe that arms of a pair may differ in.
ALLOWED = {
    "batch_norm": {"model"},
    "batch_norm_by_depth": {"model"},
    "small_batches": {"model", "batch_size"},
    "regularizers": {"model", "optimizer", "gradients"},
    "dropout": {"model"},
    "decay_with_momentum": {"optimizer"},
}


@pytest.mark.parametrize("claim", TUNED, ids=lambda claim: claim.name)
def test_arms_differ_in_what_the_claim_is_about_alone(claim):
    tuned = claim.jobs.__self__
    assert {arm for pair in tuned.pairs for arm in pair} == set(tuned.arms) <= claim.titles.keys()
    for pair in tuned.pairs:
        ours, theirs = (tuned.arms[arm].to_dict() for arm in pair)
        changed = {name for name in ours if ours[name] != theirs[name]}
        assert changed <= ALLOWED[claim.name]
        assert changed or tuned.of_arm.get(pair[0]) != tuned.of_arm.get(pair[1])


def test_network_is_that_of_the_source_and_its_batch_norm_adds_two_weights_a_filter():
    layers = network("behind", width=32).hidden
    assert layers[:4] == (Conv(32), ReLU(), BatchNorm(), MaxPool())
    assert layers[4:8] == (Conv(64), ReLU(), BatchNorm(), MaxPool())
    assert layers[-2].units == 128
    weights = {
        norm: total(costs(network(norm, width=32), (128, 128, 3), 10)).num_weights
        for norm in ("none", "behind", "before")
    }
    assert weights["behind"] - weights["none"] == 2 * (32 + 64)
    # In front of ReLU the convolution has no bias, which batch norm would take off.
    assert weights["before"] - weights["none"] == 32 + 64


def test_deep_network_has_twelve_convolutions():
    num_convolutions = {
        arm: sum(type(layer) is Conv for layer in recipe.model.hidden)
        for arm, recipe in BY_DEPTH.items()
    }
    assert num_convolutions == {
        "shallow_none": 2,
        "shallow_batch_norm": 2,
        "deep_none": 12,
        "deep_batch_norm": 12,
    }


def tuning_run(arm, lr, seed, train_loss) -> dict:
    recipe = BY_DEPTH[arm].to_dict()
    recipe["optimizer"] |= {"lr": lr}
    diverged = {"step": 3, "epoch": 0} if train_loss is None else None
    history = {"loss": [3.0], "train_loss": [train_loss], "val_loss": [2.0], "seconds": [1.0]}
    return {
        "arm": arm,
        "seed": seed,
        "framework": "pytorch",
        "recipe": recipe | {"seed": seed},
        "history": None if diverged else history,
        "test": None if diverged else {"loss": 2.0, "accuracy": 0.3},
        "diverged": diverged,
    }


def test_highest_rate_is_one_at_which_every_run_learns():
    chance = math.log(10)
    ends = {0.001: (1.0, 1.1), 0.01: (1.4, 1.3), 0.03: (1.0, chance - 0.4), 0.1: (1.0, None)}
    tried = [
        tuning_run(arm, lr, seed, loss)
        for arm in BY_DEPTH
        for lr, losses in ends.items()
        for seed, loss in enumerate(losses)
    ]
    for run in tried:
        if run["arm"] == "deep_none" and not run["diverged"]:
            run["history"]["train_loss"] = [chance]
    tuning = [run | {"arm": f"tuning_{run['arm']}"} for run in tried]
    compared = [run for run in tried if run["recipe"]["optimizer"]["lr"] == 0.001]
    claim = next(claim for claim in TUNED if claim.name == "batch_norm_by_depth")
    tuned = claim.jobs.__self__
    assert type(tuned) is RatesBorne
    highest = tuned.summarize(tuning + compared)["highest_lr"]
    assert highest["shallow_none"] == 0.01 and highest["deep_none"] == 0


def test_arms_of_batches_differ_in_norm_and_size_alone():
    assert {recipe.batch_size for recipe in BY_BATCH.values()} == {2, 8, 32}
    slow = normalizing.SMALL[SLOW]
    assert slow.batch_size == 2 and slow.model.norm == BatchNorm(momentum=0.99)


def test_combinations_are_both_weak_or_both_strong():
    for arm, levers in {"decay_dropout": (1, 0), "all": (1, 1), "decay_batch_norm": (0, 1)}.items():
        weak, strong = STRENGTHS[arm]
        of_decay = [recipe.optimizer.weight_decay for recipe in STRENGTHS["decay"]]
        assert [weak.optimizer.weight_decay, strong.optimizer.weight_decay] == of_decay
        of_dropout = [recipe.model.dropout for recipe in STRENGTHS["dropout"]]
        dropped = [weak.model.dropout, strong.model.dropout]
        assert dropped == (of_dropout if arm != "decay_batch_norm" else [0, 0])
        assert (weak.model.norm is not None) == (strong.model.norm is not None) == bool(levers[1])
    assert regularized(RECIPE) == RECIPE
    assert regularized(RECIPE, decay=0.5).optimizer == AdamW(weight_decay=0.5)


def test_dropout_stands_behind_each_pool():
    for layer in (Dropout(0.2), SpatialDropout(0.2)):
        hidden = with_dropout(RECIPE, layer).model.hidden
        pools = [i for i, each in enumerate(hidden) if type(each) is MaxPool]
        assert len(pools) == 3 and all(hidden[i + 1] == layer for i in pools)
        without = tuple(each for each in hidden if each != layer)
        assert without == VGG(width=8).layers((32, 32, 3))
