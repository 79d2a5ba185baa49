"""The lines on many images: what they say of the stored measurements, and of missing ones."""

from pathlib import Path

import pytest

from cnncourse.bench import scaling
from cnncourse.bench.command import evidence_of, report
from cnncourse.bench.targets import UNEXPLAINED
from cnncourse.evidence.store import Evidence, EvidenceError, save


def opening(megabytes):
    return {"megabytes": megabytes, "megabytes_of_images": 5000.0}


@pytest.fixture
def stored(monkeypatch, tmp_path):
    """Return a function that stores measurements with these results."""
    monkeypatch.setenv("CNNCOURSE_EVIDENCE", str(tmp_path))

    def store(difference=0.0, megabytes=14.0, speeds=(1.0, 1.0)):
        epoch = {"microseconds_per_image": {"1000": 9.0, "4000": 9.1, "60000": 9.2}}
        epochs = {"pytorch": epoch | {"largest_difference": difference}}
        folder = {"again": {"1000": opening(14.0), "9": opening(9.0), "101000": opening(megabytes)}}
        speed = {"num_images": 3200, "speed": {"tensorflow": speeds}}
        summaries = {"epoch_time": epochs, "folder_cache": folder, "folder_epoch": speed}
        for name, summary in summaries.items():
            save(name, Evidence("", "", {}, {}, "2026-01-01", summary, []))

    return store


@pytest.mark.parametrize(("difference", "reached"), [(0.1, True), (0.101, False)])
def test_epochs_are_to_take_time_in_proportion(stored, difference, reached):
    stored(difference=difference)
    line, _, _ = scaling.check()
    assert "1,000 to 60,000" in line.text
    assert (line.value, line.limit, line.reached) == (difference, 0.1, reached)
    assert bool(line.reason) != reached


@pytest.mark.parametrize(
    ("speeds", "reached", "reason"),
    [
        ([0.5, 0.97, 1.2], True, ""),
        ([0.9, 0.96, 1.2], False, "the difference is within the spread of the rounds"),
        ([0.8, 0.9, 0.96], False, UNEXPLAINED),
    ],
)
def test_a_cached_folder_is_to_be_as_fast_as_memory(stored, speeds, reached, reason):
    stored(speeds=speeds)
    _, line, _ = scaling.check()
    assert (line.value, line.limit, line.reached, line.reason) == (speeds[1], 0.97, reached, reason)
    assert "an epoch of 3,200 images" in line.text


@pytest.mark.parametrize(("megabytes", "reached"), [(14.0, True), (64.0, False)])
def test_a_folder_is_to_take_no_more_memory_for_more_files(stored, megabytes, reached):
    stored(megabytes=megabytes)
    *_, line = scaling.check()
    assert (line.value, line.limit, line.reached) == (megabytes, 14.0, reached)
    assert ("500 bytes" in line.reason) != reached, "50 MB more for 100,000 files more"


def test_the_report_says_what_is_stored_and_what_is_not(stored, make_run, tmp_path):
    text = report(evidence_of([make_run()], "make bench", "cpu", 1))
    assert "NOT MEASURED  time and memory with many images: No measurement 'epoch_time'" in text
    stored()
    text = report(evidence_of([make_run()], "make bench", "cpu", 1))
    assert text.count("reached  ") == 3
    Path(tmp_path, "folder_cache.json").unlink()
    with pytest.raises(EvidenceError, match="cnncourse evidence folder_cache"):
        scaling.check()
