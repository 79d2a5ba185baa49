"""One loss for all recipes: which epoch is kept, what is stored, and recalls by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.special import log_softmax

from cnncourse import (
    SGD,
    CrossEntropy,
    Dense,
    DivergedError,
    Flatten,
    Focal,
    Layers,
    LogitAdjusted,
    MeanSquaredError,
    data,
)
from cnncourse.data.images import Split
from cnncourse.evidence import across_losses
from cnncourse.evidence.across_losses import (
    METRICS,
    METRICS_BY_ERROR,
    accuracy_at,
    compared_across_losses,
    epochs_to_lowest_error,
    fit,
    lowest_error,
    mean_recall,
    plain,
    recall,
    train_and_judge,
    with_recall,
)
from cnncourse.evidence.claims.augmenting import judged
from cnncourse.evidence.comparison import arm_jobs, loss_and_accuracy
from cnncourse.frameworks import backend
from cnncourse.history import History
from cnncourse.recipe import EarlyStopping, Recipe

WEIGHTED = CrossEntropy(class_weights=(9.0,) + (1.0,) * 9)
LOSSES = [CrossEntropy(0.3), WEIGHTED, Focal(2.0), LogitAdjusted()]
DIGITS = {"name": "digits", "examples_per_class": 5}


def recipe_of(loss) -> Recipe:
    return Recipe(
        model=Layers((Flatten(),)),
        loss=loss,
        optimizer=SGD(lr=0.5),
        early_stopping=EarlyStopping(3),
        num_epochs=3,
    )


@pytest.mark.parametrize("loss", LOSSES)
def test_cross_entropy_without_options_judges_all_but_the_squared_error(loss):
    assert plain(recipe_of(loss)) == recipe_of(CrossEntropy())
    assert plain(recipe_of(MeanSquaredError())).loss == MeanSquaredError()


class Package:
    """A framework whose model has as its only weight the number of steps it was trained for."""

    def __init__(self, losses, accuracies=(0.5,) * 3, *, steps_per_epoch=2, grad_norm=1.0):
        self.evaluations = list(zip(losses, accuracies, strict=True))
        self.steps_per_epoch, self.grad_norm = steps_per_epoch, grad_norm
        self.judged_by = []

    def build_model(self, recipe, image_shape, num_classes) -> list[int]:
        return [0]

    def train(self, model, images, recipe, *, device, progress, after_step) -> History:
        num_steps = self.steps_per_epoch * recipe.num_epochs
        for step in range(num_steps):
            model[0] = step + 1
            after_step()
        return replace(
            History(),
            loss=[5.0] * num_steps,
            grad_norm=[self.grad_norm] * num_steps,
            val_loss=[0.5] * recipe.num_epochs,
        )

    def evaluate(self, model, split, recipe) -> tuple[float, float]:
        self.judged_by.append((recipe.loss, len(split.labels)))
        return self.evaluations[model[0] // self.steps_per_epoch - 1]

    def get_weights(self, model) -> list[int]:
        return list(model)

    def set_weights(self, model, weights) -> None:
        model[:] = weights


@pytest.fixture(scope="module")
def digits():
    return data.load(**DIGITS)


@pytest.mark.parametrize("by_error, best", [(False, 2), (True, 3)])
def test_weights_are_those_of_the_first_best_epoch(monkeypatch, digits, by_error, best):
    package = Package([3.0, 1.0, 2.0, 1.0], [0.25, 0.5, 0.75, 0.75])
    monkeypatch.setattr(across_losses, "backend", lambda name: package)
    recipe = replace(recipe_of(Focal()), num_epochs=4)
    model, history = fit("pytorch", recipe, digits, "cpu", by_error)
    assert model == [2 * best] and history.val_loss == [3.0, 1.0, 2.0, 1.0]
    assert package.judged_by == [(CrossEntropy(), len(digits.val.labels))] * 4


@pytest.mark.parametrize("losses, grad_norm", [([2.0, 1.0, math.nan], 1.0), ([2.0] * 3, math.inf)])
def test_a_loss_or_gradient_that_is_no_number_is_a_divergence(
    monkeypatch, digits, losses, grad_norm
):
    package = Package(losses, grad_norm=grad_norm)
    monkeypatch.setattr(across_losses, "backend", lambda name: package)
    with pytest.raises(DivergedError) as raised:
        fit("pytorch", recipe_of(Focal()), digits, "cpu", by_error=True)
    assert (raised.value.step, raised.value.epoch) == (5, 2)


@pytest.mark.parametrize("framework", ["pytorch", "tensorflow"])
def test_training_is_that_of_the_recipe_and_judged_without_its_options(framework, digits):
    package, recipe = backend(framework), recipe_of(WEIGHTED)
    model, history = fit(framework, recipe, digits, "cpu", by_error=False)
    _, usual = package.fit(recipe, digits, device="cpu", progress=False)
    assert history.loss == usual.loss and history.val_accuracy == usual.val_accuracy
    assert all(ours < theirs for ours, theirs in zip(history.val_loss, usual.val_loss, strict=True))
    logits = package.predict(model, digits.val.images)
    labels = digits.val.labels
    by_hand = -log_softmax(logits, axis=1)[np.arange(len(labels)), labels].mean()
    assert by_hand == pytest.approx(min(history.val_loss), rel=1e-5)


def settings(**options) -> dict:
    usual = {"load": data.load, "test": loss_and_accuracy, "changes": {}, "num_steps": 2}
    return usual | {"by_error": True} | options


def test_run_is_tested_with_the_plain_loss_too(digits):
    (job,) = arm_jobs({"focal": recipe_of(Focal())}, [0], ("pytorch",), DIGITS)
    asked = []

    def test(framework, model, split, recipe):
        asked.append((recipe.loss, len(split.labels)))
        return loss_and_accuracy(framework, model, split, recipe)

    results = train_and_judge(job, "cpu", **settings(test=test))
    assert asked == [(CrossEntropy(), len(digits.test.labels))]
    assert results["diverged"] is None and results["history"]["seconds"]
    assert results["test"]["loss"] > 0 and "first_losses" not in results


def test_run_that_diverges_says_where_and_has_its_first_losses():
    deeper = Layers((Flatten(), Dense(8)))
    broken = replace(recipe_of(Focal()), model=deeper, optimizer=SGD(lr=1e30))
    (job,) = arm_jobs({"focal": broken}, [0], ("pytorch",), DIGITS)
    results = train_and_judge(job, "cpu", **settings())
    assert results["history"] is None and results["test"] is None
    assert results["diverged"].keys() == {"step", "epoch"} and "first_losses" in results


def test_claim_is_run_so_and_otherwise_as_any_tuned_one():
    arms = {"none": recipe_of(CrossEntropy()), "focal": recipe_of(Focal())}
    tuned = judged(arms, (("focal", "none"),), DIGITS)
    how = {"titles": {"none": "without"}, "test": with_recall}
    claim = compared_across_losses("a", "A.", tuned, by_error=True, **how)
    assert claim.run.func is train_and_judge and claim.run.keywords["test"] is with_recall
    assert claim.run.keywords["by_error"]
    assert claim.titles["none"] == "without" and claim.titles.keys() >= METRICS_BY_ERROR.keys()
    assert claim.first_losses(claim.jobs(1)[0])


def test_losses_of_the_training_are_not_compared():
    assert "train_loss" not in METRICS
    assert {"lowest_val_loss", "test_loss", "test_accuracy", "calibration_error"} <= METRICS.keys()


def test_recalls_by_hand():
    logits = np.array([[3.0, 1.0, 2.0], [1.0, 3.0, 2.0], [0.0, 0.0, 1.0], [1.0, 0.0, 2.0]])
    found = recall(logits, np.array([0, 0, 2, 1]))
    assert found == [0.5, 0.0, 1.0]
    run = {"test": {"recall": found}, "diverged": None}
    assert mean_recall([0, 2])(run) == 0.75
    # With the shares that the test images have, it is their plain accuracy.
    assert accuracy_at([2, 1, 1])(run) == 0.5
    assert accuracy_at([0.0, 0.75, 0.25])(run) == 0.25


def test_recall_is_kept_beside_the_bins(monkeypatch):
    class Predicting:
        @staticmethod
        def predict(model, images, *, flips):
            assert (model, flips) == ("model", True)
            return np.log([[0.9, 0.1]] * len(images))

        @staticmethod
        def evaluate(model, split, recipe):
            return 0.5, 0.5

    for module in ("across_losses", "calibration", "comparison"):
        monkeypatch.setattr(f"cnncourse.evidence.{module}.backend", lambda name: Predicting)
    split = Split(np.zeros((2, 4, 4, 1), np.uint8), np.array([0, 1]))
    found = with_recall("pytorch", "model", split, Recipe(test_flips=True))
    assert found["loss"] == 0.5 and found["recall"] == [1.0, 0.0]
    assert found["reliability"][0]["count"] == 2


def test_fewest_errors_are_those_of_the_first_epoch_that_has_them():
    run = {"history": {"val_accuracy": [0.5, 0.75, 0.25, 0.75]}, "diverged": None}
    assert lowest_error(run) == 0.25 and epochs_to_lowest_error(run) == 2
