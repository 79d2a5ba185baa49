"""The parts of a measurement of several networks, with a fake in the place of the training."""

import numpy as np
import pytest

from cnncourse.grading.testkit import architectures
from cnncourse.grading.testkit.examples import ExampleError
from cnncourse.grading.testkit.fakes import notebook

RUNS = {0.1: [[2.0, 1.0], [0.9, 1.1], [1.2, 1.3]], 0.01: [[2.0, 1.2], [0.8, 0.7], [1.0, 0.6]]}


def measure(networks, lrs, tuning_seed, seeds):
    train, rates, losses = notebook()["train"], {}, {}
    for name, layers in networks.items():
        rates[name] = min(lrs, key=lambda lr: min(train(layers, lr, tuning_seed)))
        losses[name] = [min(train(layers, rates[name], seed)) for seed in seeds]
    return rates, losses


def test_right_measurement_passes_its_example(capsys):
    architectures.measure_example(measure, [[1]], RUNS, rate=0.1, losses=[0.9, 1.2])
    assert capsys.readouterr().out == ""


def test_wrong_rate_is_told():
    def wrong(networks, lrs, tuning_seed, seeds):
        return {"net": lrs[1]}, {"net": []}

    with pytest.raises(ExampleError, match="the rate chosen"):
        architectures.measure_example(wrong, [[1]], RUNS, rate=0.1, losses=[0.9, 1.2])


def test_wrong_losses_are_printed(capsys):
    def wrong(networks, lrs, tuning_seed, seeds):
        return measure(networks, lrs, tuning_seed, seeds)[0], {"net": [1.0, 2.0]}

    architectures.measure_example(wrong, [[1]], RUNS, rate=0.1, losses=[0.9, 1.2])
    assert "the lowest losses" in capsys.readouterr().out


def test_unknown_runs_have_a_high_loss():
    def other(networks, lrs, tuning_seed, seeds):
        return notebook()["train"]([[2]], lrs[0], tuning_seed)

    record = architectures.of_measure(other, {"a": [[1]]}, [0.1], 0, [], {"a": [[[1.0]]]})
    assert record["returned"] == [1e3] * 4
    assert record["calls"][0]["seed"] == 0


def test_stack_makes_layers_of_rows():
    rows = [[8, 3, 1, 0], np.array([2, 2])]
    made = architectures.stack(rows, lambda *row: ("conv", *row), lambda *row: ("pool", *row))
    assert made == [("conv", 8, 3, 1, 0), ("pool", 2, 2)]
