"""The runner: every run once, in processes of their own, and nothing lost when it is killed."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from made_claims import ARMS, calls, jobs, made_claim
from waiting import is_running, wait_until

from cnncourse import SGD
from cnncourse.evidence import runner
from cnncourse.evidence.claim import Job
from cnncourse.evidence.journal import Journal
from cnncourse.evidence.runner import measure
from cnncourse.evidence.store import EvidenceError, load


@pytest.fixture
def notes(tmp_path):
    """Where the jobs leave their notes."""
    place = tmp_path / "notes"
    place.mkdir()
    return place


@pytest.fixture
def store(tmp_path):
    return tmp_path / "evidence"


def _measure(claim, store, **options):
    return measure(claim, folder=store, progress=False, **options)


def test_every_arm_seed_and_framework_is_run_once_in_two_processes(notes, store):
    evidence = _measure(made_claim(notes), store)
    begun = [tuple(call[:3]) for call in calls(notes)]
    assert len(begun) == len(set(begun)) == 2 * 2 * 2
    assert {call[3] for call in calls(notes)} == {"cpu"}
    processes = {call[4] for call in calls(notes)}
    assert len(processes) == 2 and str(os.getpid()) not in processes
    assert [(r["arm"], r["seed"], r["framework"]) for r in evidence.runs] == [
        (job.labels["arm"], job.seed, job.framework) for job in jobs(2, notes)
    ]
    for run in evidence.runs:
        assert run["recipe"] == ARMS[run["arm"]].to_dict() | {"seed": run["seed"]}
        assert run["hardware"]["device"] == "cpu"
        assert run["hardware"]["threads"] == 1
        assert run["took"] > 0


def test_stored_summary_is_that_of_the_stored_runs(notes, store):
    claim = made_claim(notes)
    evidence = _measure(claim, store)
    assert load(claim.name, store) == evidence
    assert runner.as_stored(claim.summarize(evidence.runs)) == evidence.summary
    sgd = next(run for run in evidence.runs if (run["arm"], run["seed"]) == ("sgd", 1))
    assert sgd["history"]["loss"] == [2.0, 0.83333333]
    assert evidence.command == "cnncourse evidence adam_or_sgd"
    assert {"python", "torch", "tensorflow"} <= evidence.versions.keys()
    assert list((store / ".unfinished").glob("*.json*")) == []


def test_stored_runs_are_not_repeated_unless_asked_for(notes, store):
    first = _measure(made_claim(notes), store)
    assert _measure(made_claim(notes), store) == first
    assert len(calls(notes)) == 8
    _measure(made_claim(notes), store, again=True)
    assert len(calls(notes)) == 16


def test_more_seeds_add_only_the_new_runs(notes, store):
    _measure(made_claim(notes), store)
    evidence = _measure(made_claim(notes), store, num_seeds=3)
    assert [call[2] for call in calls(notes)[8:]] == ["2"] * 4
    assert len(evidence.runs) == 12
    assert evidence.command == "cnncourse evidence adam_or_sgd --seeds 3"


def test_changed_recipe_is_measured_and_a_renamed_arm_is_not(notes, store):
    _measure(made_claim(notes), store)
    arms = {"renamed": ARMS["adam"], "sgd": replace(ARMS["sgd"], optimizer=SGD(lr=0.75))}
    evidence = _measure(made_claim(notes, arms), store)
    assert [call[1] for call in calls(notes)[8:]] == ["sgd"] * 4
    assert {run["arm"] for run in evidence.runs} == {"renamed", "sgd"}


def test_arms_with_one_recipe_share_its_runs(notes, store):
    arms = ARMS | {"same_as_adam": ARMS["adam"]}
    evidence = _measure(made_claim(notes, arms), store)
    assert len(calls(notes)) == 8
    assert len(evidence.runs) == 12
    assert evidence.summary["pytorch"]["loss"]["adam-same_as_adam"]["mean"] == 0


def test_run_is_found_by_all_digits_of_its_recipe_though_its_results_are_rounded(notes, store):
    arms = ARMS | {"sgd": replace(ARMS["sgd"], optimizer=SGD(lr=0.1 * 3))}
    evidence = _measure(made_claim(notes, arms), store)
    assert {run["recipe"]["optimizer"]["lr"] for run in evidence.runs} == {0.25, 0.1 * 3}
    _measure(made_claim(notes, arms), store, num_seeds=3)
    assert [call[2] for call in calls(notes)[8:]] == ["2"] * 4
    assert {run["test"]["loss"] for run in evidence.runs} == {0.33333333}


@pytest.mark.parametrize(
    ("part", "change", "repeated"),
    [("versions", {"torch": "1.0.0"}, 8), ("hardware", {"cpu": "another"}, 0)],
)
def test_runs_of_other_versions_are_repeated_and_those_of_another_cpu_not(
    notes, store, part, change, repeated
):
    _measure(made_claim(notes), store)
    path = store / "adam_or_sgd.json"
    stored = json.loads(path.read_text(encoding="utf-8"))
    for place in (stored, *stored["runs"]):
        if part in place:
            place[part].update(change)
    path.write_text(json.dumps(stored), encoding="utf-8")
    _measure(made_claim(notes), store)
    assert len(calls(notes)) == 8 + repeated


MEASURE = """
import sys
from pathlib import Path
from made_claims import made_claim
from cnncourse.evidence.runner import measure
if __name__ == "__main__":
    measure(made_claim(Path(sys.argv[1])), folder=Path(sys.argv[2]), progress=False)
"""


def test_killed_measurement_goes_on_where_it_stopped(notes, store, tmp_path):
    script = tmp_path / "measure.py"
    script.write_text(MEASURE)
    (notes / "wait_sgd_1").touch()
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    process = subprocess.Popen(
        [sys.executable, str(script), str(notes), str(store)], env=os.environ | {"PYTHONPATH": path}
    )
    journal = store / ".unfinished" / "adam_or_sgd.jsonl"
    # Six runs are done, and both processes wait in the last two.
    wait_until(lambda: journal.exists() and len(journal.read_bytes().splitlines()) == 6)
    wait_until(lambda: len(calls(notes)) == 8)
    process.send_signal(signal.SIGKILL)
    process.wait()
    workers = {int(call[4]) for call in calls(notes)}
    wait_until(lambda: not any(is_running(pid) for pid in workers))
    with open(journal, "ab") as file:
        file.write(b'{"measured": "2026-01-01", "ru')
    (notes / "wait_sgd_1").unlink()
    evidence = _measure(made_claim(notes), store)
    assert [tuple(call[1:3]) for call in calls(notes)[8:]] == [("sgd", "1")] * 2
    assert len(evidence.runs) == 8
    assert not journal.exists()


def test_worker_that_dies_is_named_and_the_rest_is_kept(notes, store):
    (notes / "die_sgd_0").touch()
    with pytest.raises(EvidenceError, match="arm sgd, pytorch, seed 0") as caught:
        _measure(made_claim(notes), store)
    assert "\n" not in str(caught.value)
    assert "arm sgd, tensorflow, seed 0" in str(caught.value)
    assert len(calls(notes)) == 8
    (notes / "die_sgd_0").unlink()
    assert len(_measure(made_claim(notes), store).runs) == 8
    assert len(calls(notes)) == 10


def test_error_in_a_run_is_raised_and_what_ran_beside_it_is_kept(notes, store):
    (notes / "fail_sgd_0").touch()
    with pytest.raises(ZeroDivisionError, match="seed 0"):
        _measure(made_claim(notes), store)
    assert len(calls(notes)) < 8
    with Journal("adam_or_sgd", store) as journal:
        assert {entry["run"]["arm"] for entry in journal.entries} == {"adam"}


def test_measured_twice_at_a_time_is_refused(notes, store):
    with (
        Journal("adam_or_sgd", store),
        pytest.raises(EvidenceError, match="being measured by another process"),
    ):
        _measure(made_claim(notes), store)
    assert calls(notes) == []


def test_gpu_that_is_not_there_is_refused_before_anything_is_measured(notes, store, monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "-1")
    with pytest.raises(EvidenceError, match="PyTorch sees no GPU"):
        _measure(made_claim(notes), store, device="gpu")
    assert calls(notes) == []
    evidence = _measure(made_claim(notes), store, device="auto")
    assert evidence.hardware["device"] == "cpu"
    assert {call[3] for call in calls(notes)} == {"cpu"}


def test_claim_about_the_other_device_is_refused(notes, store):
    with pytest.raises(EvidenceError, match="is about the CPU: measure it with --device cpu"):
        _measure(made_claim(notes, device="cpu"), store, device="gpu")
    with pytest.raises(EvidenceError, match="is about the GPU"):
        _measure(made_claim(notes, device="gpu"), store)


def test_missing_data_is_one_line_before_anything_is_measured(notes, store):
    with pytest.raises(EvidenceError, match="Set IMAGES"):
        _measure(made_claim(notes, missing=lambda: "Set IMAGES."), store)
    assert calls(notes) == []


def test_timed_jobs_take_turns_in_one_process_in_their_order(notes, store):
    _measure(made_claim(notes, in_turn=True, num_threads=2), store)
    assert len({call[4] for call in calls(notes)}) == 1
    expected = [[job.framework, job.labels["arm"], str(job.seed)] for job in jobs(2, notes)]
    assert [call[:3] for call in calls(notes)] == expected
    assert load("adam_or_sgd", store).runs[0]["hardware"]["threads"] == 2


def test_timed_runs_of_another_cpu_are_repeated(notes, store):
    claim = made_claim(notes, in_turn=True)
    _measure(claim, store)
    path = store / "adam_or_sgd.json"
    stored = json.loads(path.read_text(encoding="utf-8"))
    for run in stored["runs"][:3]:
        run["hardware"]["cpu"] = "another"
    path.write_text(json.dumps(stored), encoding="utf-8")
    _measure(claim, store, num_seeds=3)
    assert len(calls(notes)) == 8 + 3 + 4


def test_later_jobs_depend_on_the_results_of_earlier_ones(notes, store):
    def then(num_seeds, runs):
        best = min(runs, key=lambda run: run["history"]["loss"][-1])
        chosen = [job for job in jobs(num_seeds + 1, notes) if job.seed == num_seeds]
        return [job for job in chosen if job.labels["arm"] == best["arm"]]

    evidence = _measure(made_claim(notes, then=then), store)
    assert [(run["arm"], run["seed"]) for run in evidence.runs[8:]] == [("adam", 2)] * 2
    assert _measure(made_claim(notes, then=then), store) == evidence
    assert len(calls(notes)) == 10


def test_no_seeds_are_refused(notes, store):
    with pytest.raises(EvidenceError, match="use 1 or more"):
        _measure(made_claim(notes), store, num_seeds=0)


@pytest.mark.parametrize("labels", [{"arm": "a-b"}, {"arm": ""}, {"arm": "a.b"}, {"seed": 3}])
def test_label_that_would_be_misread_is_refused(labels):
    with pytest.raises(EvidenceError, match=r"letters, digits and _ only|as a part of a job is"):
        Job("pytorch", 0, labels=labels)
