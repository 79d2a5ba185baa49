"""What `cnncourse train` says of two frameworks: equal, apart by rounding, or different."""

from dataclasses import replace

import pytest

from cnncourse import (
    VGG,
    Adam,
    BatchNorm,
    History,
    Recipe,
    Run,
    Shallow,
    data,
    parity,
    pytorch,
    report,
    tensorflow,
)

QUIET = {"device": "cpu", "progress": False}
TAME = Recipe(model=Shallow(width=2), num_epochs=1)


@pytest.fixture(scope="module")
def digits():
    return data.load("digits")


def histories_of(recipe, images):
    sides = {"pytorch": pytorch, "tensorflow": tensorflow}
    first = {"stop_after": report.NUM_STEPS}
    return {
        name: side.fit(recipe, images, **QUIET, **first).history for name, side in sides.items()
    }


def with_factor(history, factor):
    """The history with each loss times a factor, as another convention would make it."""
    return replace(history, loss=[factor * loss for loss in history.loss])


@pytest.fixture(scope="module")
def tame(digits):
    return histories_of(TAME, digits)


def test_frameworks_that_agree_are_said_to_agree_at_once(tame, digits, monkeypatch):
    monkeypatch.setattr(parity, "rounding", lambda *_args, **_settings: pytest.fail("was asked"))
    verdict = report.agreement(tame, TAME, digits)
    assert verdict.startswith("Both frameworks agree: relative difference of the loss at most ")
    assert verdict.endswith("over all 20.")


def test_a_difference_of_the_frameworks_is_not_taken_for_rounding(tame, digits):
    tame = tame | {"tensorflow": with_factor(tame["tensorflow"], 1.001)}
    verdict = report.agreement(tame, TAME, digits)
    assert verdict.startswith("The frameworks DIFFER: ")
    assert "rounding explains about 1e-04" in verdict
    assert 'precision = "float64" in the recipe shows whether they compute the same.' in verdict


def test_a_difference_in_float64_is_none_of_rounding_and_asks_for_no_more_digits(digits):
    recipe = replace(TAME, precision="float64")
    history = pytorch.fit(recipe, digits, **QUIET, stop_after=3).history
    both = {"pytorch": history, "tensorflow": with_factor(history, 1 + 1e-5)}
    verdict = report.agreement(both, recipe, digits)
    assert verdict.startswith("The frameworks DIFFER: ")
    assert "rounding explains about 1e-06" in verdict
    assert "float64" not in verdict


def test_on_a_gpu_the_cpu_is_to_be_tried_first(tame, digits, monkeypatch):
    tame = tame | {"tensorflow": with_factor(tame["tensorflow"], 1.001)}
    monkeypatch.setattr(parity, "rounding", lambda *_args, **_settings: 1e-7)
    monkeypatch.setattr(report, "known_devices", lambda name: ["CPU", "a GPU"])
    assert "--device cpu" in report.agreement(tame, TAME, digits, device="auto")
    assert "--device cpu" not in report.agreement(tame, TAME, digits, device="cpu")


@pytest.mark.parametrize("seed", [0, 1])
def test_rounding_that_grows_is_said_to_be_rounding(digits, seed):
    """At this rate, ten times the usual one, every nudge grows to some percent of the loss."""
    model = VGG(width=16, norm=BatchNorm())
    recipe = Recipe(model=model, optimizer=Adam(lr=0.01), num_epochs=1, seed=seed)
    history = pytorch.fit(recipe, digits, **QUIET, stop_after=report.NUM_STEPS).history
    both = {"pytorch": history, "tensorflow": with_factor(history, 1.003)}
    verdict = report.agreement(both, recipe, digits)
    assert verdict.startswith("The frameworks differ by rounding, which this run magnifies: ")
    assert verdict.endswith('precision = "float64" in the recipe compares them without it.')


def test_bfloat16_is_not_judged(tame, digits):
    recipe = replace(TAME, precision="bfloat16")
    assert "In bfloat16 rounding hides" in report.agreement(tame, recipe, digits)


def test_runs_of_unequal_length_are_compared_as_far_as_both_go(tame, digits):
    shorter = replace(tame["tensorflow"], loss=tame["tensorflow"].loss[:7])
    verdict = report.agreement(tame | {"tensorflow": shorter}, TAME, digits)
    assert "over the first 7 steps" in verdict
    assert "over all 7." in verdict
    nothing = report.agreement(tame | {"tensorflow": History()}, TAME, digits)
    assert nothing == "The frameworks cannot be compared: one of them has not made a step."


def test_after_an_interrupt_the_other_framework_is_not_begun(tame, digits, monkeypatch, capsys):
    def interrupted(recipe, images, **_settings):
        model = pytorch.build_model(recipe, images.image_shape, images.num_classes)
        return Run(model, replace(tame["pytorch"], stopped="interrupted"))

    monkeypatch.setattr(pytorch, "fit", interrupted)
    monkeypatch.setattr(tensorflow, "fit", lambda *_args, **_settings: pytest.fail("was begun"))
    histories = report.train_in(["pytorch", "tensorflow"], TAME, digits, "cpu")
    assert list(histories) == ["pytorch"]
    assert "test accuracy" in capsys.readouterr().out
