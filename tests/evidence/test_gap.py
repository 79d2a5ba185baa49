"""The promise of the best epoch, and the sizes of the gap's claims, from made-up losses."""

import math

import numpy as np
import pytest

from cnncourse.data.images import Split
from cnncourse.evidence.claims import gap
from cnncourse.evidence.comparison import arm_jobs


def test_each_pair_changes_the_three_regularizers_or_the_number_of_images():
    tuned = gap.CLAIMS[0].jobs.__self__
    for first, second in tuned.pairs:
        first_recipe, second_recipe = tuned.arms[first], tuned.arms[second]
        first_size, second_size = (arm.split("_")[1] for arm in (first, second))
        changed = {
            name
            for name, value in vars(first_recipe).items()
            if value != getattr(second_recipe, name)
        }
        if first_size == second_size:
            assert changed == {"model", "optimizer"}
        if first.split("_")[0] == second.split("_")[0]:
            assert changed == {"num_epochs", "early_stopping"}
    for arm in tuned.arms:
        size = arm.split("_")[1]
        assert tuned.of_arm[arm] == {"examples_per_class": int(size) // 10}


def test_best_epoch_is_judged_on_images_that_did_not_choose_it():
    rng = np.random.default_rng(0)
    # Epochs that are equal on average: whichever is chosen promises more than it holds.
    losses = rng.exponential(size=(10, 4000))
    found = gap.chosen(losses, np.random.default_rng(1))
    assert [of_size["size"] for of_size in found] == list(gap.VALIDATED_ON)
    for of_size in found:
        # The expected minimum of ten normal means lies 1.54 of their deviations below the mean.
        below = 1 - of_size["promised"]
        assert below == pytest.approx(1.54 / math.sqrt(of_size["size"]), rel=0.25, abs=0.01)
        assert of_size["best"] <= of_size["held"] == pytest.approx(1, abs=0.05)
        assert 1 <= of_size["epoch"] <= 10
    # Where one epoch is better than all others by far, each size finds it, and it holds.
    losses[3] -= 10
    for of_size in gap.chosen(losses, np.random.default_rng(1)):
        assert of_size["epoch"] == 4 and of_size["held"] == of_size["best"]
        assert of_size["last"] == pytest.approx(losses[-1].mean(), abs=0.02)


def test_images_that_choose_and_images_that_judge_are_all_images_once():
    losses = np.random.default_rng(0).exponential(size=(1, 1500))
    for of_size in gap.chosen(losses, np.random.default_rng(1)):
        size = of_size["size"]
        total_of_both = size * of_size["promised"] + (1500 - size) * of_size["held"]
        assert total_of_both == pytest.approx(losses.sum())


def test_losses_of_images_are_those_of_their_labels():
    split = Split(np.zeros((2, 1, 1, 1), np.uint8), np.array([1, 0]))
    found = gap.losses_of_images(np.log([[0.2, 0.8], [0.5, 0.5]]), split)
    assert found == pytest.approx([-math.log(0.8), math.log(2)])


def test_each_epoch_of_a_training_is_looked_at(monkeypatch):
    asked = []

    class Model:
        num_steps = 0

    class Package:
        @staticmethod
        def build_model(recipe, image_shape, num_classes):
            return Model()

        @staticmethod
        def train(model, images, recipe, *, device, progress, after_step):
            for _ in range(recipe.num_epochs * recipe.steps_per_epoch(len(images.train.labels))):
                model.num_steps += 1
                after_step()
            return type("History", (), {"loss": [1.0] * model.num_steps})

        @staticmethod
        def predict(model, images):
            asked.append(model.num_steps)
            return np.tile([model.num_steps / 100, 0], (len(images), 1))

    num_train, num_test = 40, 1200
    splits = [
        Split(np.zeros((count, 1, 1, 1), np.uint8), np.zeros(count, int))
        for count in (num_train, num_test)
    ]
    of = {"train": splits[0], "test": splits[1], "image_shape": (1, 1, 1), "num_classes": 2}
    images = type("Images", (), of)
    monkeypatch.setattr(gap, "backend", lambda name: Package)
    monkeypatch.setattr(gap, "images_of", lambda *of: images)
    (job,) = arm_jobs({"stopped": gap.STOPPED}, [0], ("pytorch",), {"name": "digits"})
    found = gap.losses_of_epochs(job, "cpu")
    assert asked == [2 * epoch for epoch in range(1, gap.STOPPED.num_epochs + 1)]
    assert len(found["history"]["loss"]) == asked[-1]
    # The logit of the true class grows with each epoch, so that the last one is best.
    assert [of_size["epoch"] for of_size in found["chosen"]] == [12, 12, 12]


def test_what_an_epoch_promises_and_holds_are_arms():
    def run(seed, framework):
        chosen = [
            {
                "size": size,
                "promised": 1.0,
                "held": 1.5 + seed,
                "last": 3.0,
                "best": 1.25,
                "epoch": 4,
            }
            for size in gap.VALIDATED_ON
        ]
        return {"arm": "stopped", "seed": seed, "framework": framework, "chosen": chosen}

    runs = [run(seed, framework) for framework in ("pytorch", "tensorflow") for seed in (0, 1)]
    loss = gap.summarize_stopped(runs)["pytorch"]["loss"]
    assert loss["held_200-promised_200"]["mean"] == 1.0
    assert loss["held_50-last_50"]["mean"] == -1.0
    assert loss["held_1000-best_1000"]["mean"] == 0.75
    assert gap.summarize_stopped(runs)["tensorflow"]["epoch"]["held_50"]["mean"] == 4
