"""The claims on architecture: arms that differ in one thing, networks as their source has them."""

import pytest

from cnncourse import Conv, Dense, Flatten, MaxPool, Recipe, ReLU
from cnncourse.architectures import hidden_layers
from cnncourse.costs import costs, total
from cnncourse.evidence.claims import deeper, depth, spending
from cnncourse.evidence.claims.deeper import DEEPER, SHALLOW, arms, network
from cnncourse.evidence.current import RELATIVE
from cnncourse.parity import rounding

CLAIMS = (*deeper.CLAIMS, *depth.CLAIMS, *spending.CLAIMS)
LARGE, SMALL = (128, 128, 3), (32, 32, 3)


def valid(filters):
    return Conv(filters, size=5, padding="valid"), ReLU()


def same(filters):
    return (Conv(filters, size=3, padding="same"), ReLU()) * 2


def test_networks_are_those_of_the_source():
    assert network(LARGE, **SHALLOW).hidden == (
        *(*valid(32), MaxPool(), *valid(64), MaxPool(), Flatten(), Dense(128), ReLU()),
    )
    blocks = [layer for filters in (32, 64, 128) for layer in (*same(filters), MaxPool())]
    assert network(LARGE, **DEEPER).hidden == (*blocks, Flatten(), Dense(256), ReLU())
    narrower = network(LARGE, **DEEPER, narrower=2).hidden
    assert [layer.filters for layer in narrower if type(layer) is Conv] == [16, 16, 32, 32, 64, 64]
    assert Dense(128) in narrower


@pytest.mark.parametrize("shape", [LARGE, SMALL], ids=["128", "32"])
def test_each_arm_changes_one_thing_and_fits_the_images(shape):
    found = arms(shape, Recipe(batch_size=5))
    assert len(found) == len({repr(recipe) for recipe in found.values()}) == 14
    for recipe in found.values():
        hidden_layers(recipe.model, shape)
        assert recipe.batch_size == 5
    for name in SHALLOW:
        changed = network(shape, **SHALLOW | {name: DEEPER[name]})
        assert found[f"with_{name}"].model == changed != found["shallow"].model
        left_out = network(shape, **DEEPER | {name: SHALLOW[name]})
        assert found[f"without_{name}"].model == left_out != found["deeper"].model


@pytest.mark.parametrize("claim", deeper.CLAIMS[:2], ids=lambda claim: claim.name)
def test_changes_are_compared_with_what_they_change(claim):
    tuned = claim.jobs.__self__
    assert set(tuned.as_arm) == set(tuned.arms) - {"shallow", "deeper"}
    assert dict(tuned.pairs[1:]) == tuned.as_arm


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.name)
def test_arms_differ_in_model_first_weights_or_images_alone(claim):
    tuned = claim.jobs.__self__
    names = {arm for pair in tuned.pairs for arm in pair}
    assert names == set(tuned.arms) <= claim.titles.keys()
    first, *others = tuned.arms
    for other in others:
        ours, theirs = (tuned.arms[arm].to_dict() for arm in (first, other))
        ours["data"], theirs["data"] = tuned.of_arm.get(first), tuned.of_arm.get(other)
        changed = [name for name in ours if ours[name] != theirs[name]]
        assert len(changed) == 1 and changed[0] in ("model", "initialization", "data")


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.name)
def test_arms_fit_their_images(claim):
    tuned = claim.jobs.__self__
    for arm, recipe in tuned.arms.items():
        size = (tuned.dataset | tuned.of_arm.get(arm, {})).get("size", 32)
        hidden_layers(recipe.model, (size, size, 3))


def multiply_adds(recipe, size=32) -> int:
    return total(costs(recipe.model, (size, size, 3), 10)).multiply_adds


def test_what_is_compared_costs_as_much():
    base, wider, deeper_, larger = (
        multiply_adds(spending.SCALED[arm], 48 if arm == "larger" else 32)
        for arm in ("base", "wider", "deeper", "larger")
    )
    for scaled in (wider, deeper_, larger):
        assert scaled == pytest.approx(2.25 * base, rel=0.1)
    sizes = [
        total(costs(spending.HEADS[arm].model, SMALL, 10)).num_weights
        for arm in ("flatten", "pool_and_width")
    ]
    assert sizes[0] == pytest.approx(sizes[1], rel=0.05)
    inverted, residual = (
        multiply_adds(spending.EFFICIENT[arm]) for arm in ("inverted", "residual")
    )
    assert inverted < residual


def test_with_and_without_shortcuts_it_is_one_network():
    for number in depth.DEPTHS:
        with_them, without = depth.RESIDUAL[f"residual_{number}"], depth.PLAIN[f"plain_{number}"]
        flat = [
            inner
            for layer in hidden_layers(with_them.model, SMALL)
            for inner in getattr(layer, "body", (layer,))
        ]
        assert tuple(flat) == hidden_layers(without.model, SMALL)


def test_first_losses_of_deep_networks_come_again_on_any_processor(make_images):
    images = make_images(num_train=64, image_shape=(16, 16, 3))
    for claim in depth.CLAIMS[:2]:
        job = claim.jobs(1)[-1]  # the deepest network, at the larger rate
        losses = claim.first_losses(job, load=lambda name, **options: images)
        assert len(losses) == depth.AGAIN["checked_steps"]
        recipe = Recipe.from_dict(job.recipe | claim.first_losses.keywords["changes"])
        assert rounding(recipe, images, losses) < RELATIVE / 100
