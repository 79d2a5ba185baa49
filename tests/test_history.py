"""The record of a run: weighted means, bulk reads, and a clear stop on divergence."""

import json

import pytest

from cnncourse import DivergedError, History
from cnncourse.history import Recorder


def recorder(**settings):
    calls = []

    def fetch(pending):
        calls.append(len(pending))
        return list(pending)

    return Recorder(fetch, **settings), calls


def test_epoch_means_are_taken_over_examples():
    record, _ = recorder()
    record.step(1.0, 3, 0.5, lr=0.1, size=3)
    record.step(5.0, 0, 0.7, lr=0.2, size=1)
    record.epoch(0.4, 0.9, 1.5)
    record.step(2.0, 1, 0.1, lr=0.2, size=2)
    record.epoch(0.3, 0.8, 1.4)
    history = record.history
    assert history.train_loss == [(3 * 1.0 + 1 * 5.0) / 4, 2.0]
    assert history.train_accuracy == [0.75, 0.5]
    assert history.val_loss == [0.4, 0.3] and history.val_accuracy == [0.9, 0.8]
    assert history.loss == [1.0, 5.0, 2.0]
    assert history.lr == [0.1, 0.2, 0.2]
    assert history.grad_norm == [0.5, 0.7, 0.1]
    assert history.seconds == [1.5, 1.4]


def test_results_are_fetched_in_bulk():
    record, calls = recorder(every=4)
    for _ in range(10):
        record.step(1.0, 1, 1.0, lr=0.1, size=1)
    record.epoch(0.0, 0.0, 0.0)
    assert calls == [4, 4, 2]


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_divergence_names_the_step(bad):
    record, _ = recorder(every=5)
    for _ in range(5):
        record.step(1.0, 1, 1.0, lr=0.1, size=1)
    record.epoch(0.0, 0.0, 0.0)
    with pytest.raises(
        DivergedError, match=r"step 7 \(epoch 1\).*lower the learning rate"
    ) as caught:
        for loss in (1.0, 1.0, bad, bad, bad):
            record.step(loss, 1, 1.0, lr=0.1, size=1)
    assert (caught.value.step, caught.value.epoch) == (7, 1)


def test_a_validation_loss_that_is_not_finite_stops_the_run_too():
    record, _ = recorder()
    record.step(1e30, 0, 1.0, lr=0.1, size=1)
    with pytest.raises(DivergedError, match=r"became inf at step 0 \(epoch 0\)"):
        record.epoch(float("inf"), 0.1, 0.0)


def test_an_interrupted_run_keeps_what_was_finished():
    record, calls = recorder(every=50)
    for step in range(3):
        record.step(1.0 + step, 1, 0.5, lr=0.1, size=2)
    # Ctrl-C between the learning rate and the results of a step.
    record.history.lr.append(0.2)
    record.finish("interrupted")
    assert record.history.loss == [1.0, 2.0, 3.0]
    assert len(record.history.lr) == len(record.history.grad_norm) == 3
    assert record.history.train_loss == []
    assert record.history.stopped == "interrupted"
    assert calls == [3]


def test_a_loss_that_is_not_finite_is_found_at_an_interrupt_too():
    record, _ = recorder(every=50)
    record.step(float("nan"), 1, 0.5, lr=0.1, size=2)
    with pytest.raises(DivergedError, match="step 0"):
        record.finish("interrupted")


def test_a_history_goes_through_json_and_back():
    record, _ = recorder()
    record.step(1.0, 3, 0.5, lr=0.1, size=3)
    record.epoch(0.4, 0.9, 1.5)
    record.finish("early")
    assert History(**json.loads(json.dumps(record.history.to_dict()))) == record.history
