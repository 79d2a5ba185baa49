"""The race: turns that alternate in a new order, and crashes that stop only who crashed."""

import numpy as np
import pytest

from cnncourse.bench import race
from cnncourse.bench.race import run_alone, take_turns
from cnncourse.bench.worker import peak_bytes


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch, tmp_path):
    monkeypatch.setattr(race, "SETTLE_SECONDS", 0)
    monkeypatch.setenv("MADE_LOG", str(tmp_path / "turns"))


def test_contestants_alternate_in_an_order_drawn_anew(make_job, tmp_path):
    jobs = {name: make_job(name, num_steps=2) for name in ("steady", "other")}
    results = take_turns(jobs, num_rounds=6, seed=1)
    for result in results.values():
        assert result.problem == ""
        assert len(result.seconds) == 6, "the first turn does not count"
        assert all(seconds >= 0.004 for seconds in result.seconds), "two steps with a nap each"
        assert result.first_step > 0
    steps = (tmp_path / "turns").read_text().split()
    assert len(steps) == 2 * 7 * 3
    turns = np.array(steps).reshape(7, 2, 3)
    assert (turns == turns[:, :, :1]).all(), "nobody steps in another's turn"
    assert (turns[:, 0, 0] != turns[:, 1, 0]).all(), "each has one turn a round"
    assert len(set(turns[:, 0, 0])) == 2, "not always the same begins"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("crashing", "ValueError: out of luck"),
        ("dying", "its process ended with exit code 7"),
        ("no_such", "AttributeError: module 'made_contestants' has no attribute 'no_such'"),
    ],
)
def test_a_crash_is_reported_and_the_rest_goes_on(make_job, name, problem):
    jobs = {who: make_job(who) for who in (name, "steady")}
    results = take_turns(jobs, num_rounds=2)
    assert results[name].problem == problem
    assert results["steady"].problem == ""
    assert len(results["steady"].seconds) == 2


def test_a_worker_that_does_not_answer_is_given_up(make_job, monkeypatch):
    monkeypatch.setattr(race, "TIMEOUT_SECONDS", 0)
    result = run_alone("steady", make_job("steady", num_steps=None))
    assert result.problem == "no answer within 0 s"


def test_a_run_alone_ends_at_its_target(make_job):
    result = run_alone("learning", make_job("learning", num_steps=None, target=3.0))
    assert [loss for _, loss in result.epochs] == [5.0, 4.0, 3.0]
    times = [seconds for seconds, _ in result.epochs]
    assert times == sorted(times)
    assert result.problem == ""


def test_what_a_contestant_prints_goes_to_its_log(make_job, capfd):
    job = make_job("printing", num_steps=None)
    assert len(run_alone("printing", job).epochs) == 10
    assert job.log.read_text() == "a line for the log\n"
    assert capfd.readouterr() == ("", "")


def test_no_process_finds_what_another_has_compiled(make_job):
    folders = set()
    for _ in range(2):
        job = make_job("seeing", num_steps=None)
        assert run_alone("seeing", job).problem == ""
        folders.add(job.log.read_text())
    assert len(folders) == 2


def test_peak_memory_is_the_high_water_mark(tmp_path):
    status = tmp_path / "status"
    status.write_text("VmPeak:\t  900 kB\nVmHWM:\t  200 kB\nVmRSS:\t  100 kB\n")
    assert peak_bytes(status) == 200 * 1024
    assert peak_bytes(tmp_path / "missing") > 10_000_000
