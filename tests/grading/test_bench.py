"""Racing graders: the class, the laps, what is made of them, and what counts as reached."""

import copy
import subprocess
import threading
from dataclasses import replace
from types import SimpleNamespace

import pytest
from doubling import ANSWERS, NAME, make_course

from cnncourse.bench.graders import race, targets, ways
from cnncourse.bench.graders.ways import Lap, by_jobs, by_nbgrader, make_class
from cnncourse.errors import CourseError
from cnncourse.evidence import store
from cnncourse.grading.notebooks.edits import with_answers
from cnncourse.grading.workers.bundle import make_bundle

ROUNDS = (2.0, 1.0, 0.5)
SECONDS = {"nbgrader": 20.0, "jobs1": 6.0, "jobs2": 3.2, "cluster2": 3.0}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return make_course(tmp_path_factory.mktemp("course"))


@pytest.fixture
def laps():
    scores = {"ada": {"test_double": 2.0, "essay": None}, "bob": {"test_double": 0.0}}
    cells = {"ada": 1.0, "bob": 0.5}
    graders = {"ada": 1.5, "bob": 1.1}
    made = {
        name: [
            Lap(factor * seconds, 10**9, copy.deepcopy(scores), cells, graders) for factor in ROUNDS
        ]
        for name, seconds in SECONDS.items()
    }
    made["nbgrader"] = [Lap(20.0, 10**9, scores, cells)]
    return made


@pytest.fixture
def summary(laps):
    made = {"at": {1_000: {"median_ms": 1.0}, 100_000: {"median_ms": 4.0}}, "rss_growth_mb": 3.0}
    return race.summarize(laps) | {"store": made}


def test_summary(summary):
    assert summary["num_submissions"] == 2
    assert summary["efficiencies"] == pytest.approx([6.0 / 6.4] * 3)
    jobs2 = summary["ways"]["jobs2"]
    assert jobs2["seconds"] == pytest.approx(1.6) and jobs2["ratio"] == pytest.approx(6.25)
    assert (jobs2["fastest"], jobs2["slowest"]) == pytest.approx((0.8, 3.2))
    assert (jobs2["num_laps"], summary["ways"]["nbgrader"]["num_laps"]) == (3, 1)
    assert jobs2["cell_seconds"] == pytest.approx(0.75)
    assert jobs2["overhead_seconds"] == pytest.approx(0.55)
    assert jobs2["start_seconds"] == pytest.approx(3.2 - 2.6 / 2)
    assert summary["ways"]["nbgrader"]["overhead_seconds"] is None


def test_efficiency_is_the_median_of_the_rounds(laps):
    laps["jobs2"] = [
        replace(lap, seconds=seconds)
        for lap, seconds in zip(laps["jobs2"], (8, 4, 1.6), strict=True)
    ]
    made = race.summarize(laps)
    assert made["efficiencies"] == pytest.approx([12 / 16, 6 / 8, 3 / 3.2])
    assert made["efficiency"] == pytest.approx(0.75)
    assert made["ways"]["jobs2"]["ratio"] == pytest.approx(20 / 4)


def test_all_targets_are_reached(summary):
    lines = targets.check(summary)
    assert [line["reached"] for line in lines] == [True] * 5
    assert not any(line["reason"] for line in lines)


@pytest.mark.parametrize(
    ("change", "position"),
    [
        (lambda s: s["ways"]["jobs2"].update(ratio=5.9), 0),
        (lambda s: s["ways"]["jobs1"].update(overhead_seconds=0.71), 1),
        (lambda s: s.update(efficiency=0.84), 2),
        (lambda s: s["store"]["at"][100_000].update(median_ms=10.5), 3),
        (lambda s: s["store"].update(rss_growth_mb=60.0), 4),
    ],
)
def test_a_missed_target_is_told_with_a_reason(summary, change, position):
    change(summary)
    lines = targets.check(summary)
    assert [line["reached"] for line in lines] == [i != position for i in range(5)]
    assert lines[position]["reason"].endswith(".")


def test_what_no_grader_can_save_is_the_reason(summary):
    summary["ways"]["jobs2"]["ratio"] = 5.0
    reason = targets.check(summary)[0]["reason"]
    assert "0.75 s of the 10.00 s" in reason and "would reach 26.7" in reason


def test_the_start_is_the_reason_if_it_would_do_without(summary):
    summary["efficiency"] = 0.84
    summary["ways"]["jobs1"] |= {"seconds": 6.0, "start_seconds": 4.0}
    summary["ways"]["jobs2"] |= {"seconds": 4.0, "start_seconds": 3.5}
    reason = targets.check(summary)[2]["reason"]
    assert "4 s with one worker and 4 s with two" in reason and "without them it is 0.89" in reason
    summary["ways"]["jobs2"]["start_seconds"] = 3.0
    assert targets.check(summary)[2]["reason"] == targets.UNEXPLAINED


def test_without_the_store_its_targets_are_left_out(summary):
    del summary["store"]
    assert len(targets.check(summary)) == 3


def test_equal_scores_are_equal(laps):
    race.check_equal(laps)


@pytest.mark.parametrize("student", ["bob", "eve"])
def test_one_other_score_stops_the_race(laps, student):
    laps["jobs2"][-1].scores[student] = {"test_double": 1.0}
    with pytest.raises(CourseError, match=f"nbgrader and jobs2 score {student} differently"):
        race.check_equal(laps)


def test_class_has_right_blank_and_all_known_answers(course, tmp_path):
    for name, lost, answer in (("a", "nothing", "right"), ("b", "test_double", "wrong")):
        text = f"# loses: {lost}\n# %% double\n{ANSWERS[answer]}\n"
        (tmp_path / f"{name}.py").write_text(text)
    notebooks = race.mixed_class(course, NAME, tmp_path)
    for framework in ("pytorch", "tensorflow"):
        kinds = [name for name in notebooks if framework in name]
        assert kinds == [
            f"full_{framework}",
            f"blank_{framework}",
            f"mixed_{framework}_00",
            f"mixed_{framework}_01",
        ]
    mixed = {notebooks[f"mixed_pytorch_0{i}"].cells[1].source for i in (0, 1)}
    assert mixed == {ANSWERS["right"], ANSWERS["wrong"]}


def test_no_known_answers_is_told(course, tmp_path):
    with pytest.raises(CourseError, match=r"no known answers in .*: name their folder"):
        race.mixed_class(course, NAME, tmp_path)


def test_both_ways_grade_the_same(course, tmp_path):
    released = make_bundle(course, NAME).student_version
    notebooks = {
        who: with_answers(released, {"double": ANSWERS[who]}) for who in ("right", "wrong")
    }
    laps = {}
    for name, run in (("nbgrader", by_nbgrader), ("jobs1", by_jobs(1))):
        make_class(course, NAME, notebooks, tmp_path / name)
        laps[name] = [run(tmp_path / name, NAME)]
    race.check_equal(laps)
    for (lap,) in laps.values():
        assert lap.scores["right"] == {"test_double": 2, "test_more": 1}
        assert lap.scores["wrong"] == {"test_double": 0, "test_more": 0}
        assert lap.cells.keys() == notebooks.keys()
        assert 0 < sum(lap.cells.values()) < lap.seconds
    (ours,) = laps["jobs1"]
    assert all(0 < ours.cells[who] < ours.graders[who] < ours.seconds for who in notebooks)


def test_peak_memory_is_what_the_machine_has_less(monkeypatch):
    left = iter([100, 70, 40, 90])
    seen = threading.Event()

    def virtual_memory():
        available = next(left, None)
        if available is None:
            seen.set()
        return SimpleNamespace(available=95 if available is None else available)

    monkeypatch.setattr(ways, "SAMPLING_SECONDS", 0.01)
    monkeypatch.setattr(ways.psutil, "virtual_memory", virtual_memory)
    with ways._memory_watched() as peak:
        assert seen.wait(300)
    assert peak == [60]


def test_a_way_that_grades_nothing_is_told(course, tmp_path):
    make_class(course, NAME, {}, tmp_path / "empty")
    with pytest.raises(CourseError, match=r"(?s)doubling --jobs 1 graded nothing: .*Nothing to"):
        by_jobs(1)(tmp_path / "empty", NAME)


def test_what_was_measured_is_printed_and_stored(monkeypatch, tmp_path, capsys, laps):
    monkeypatch.setattr(store, "directory", lambda: tmp_path)
    monkeypatch.setattr(race, "mixed_class", lambda *_: {"ada": None, "bob": None})
    monkeypatch.setattr(race, "make_class", lambda *_: None)
    left = {name: iter(of_a_way) for name, of_a_way in laps.items()}
    ways = {
        name: replace(way, title=f"by {name}", run=lambda *_, name=name: next(left[name]))
        for name, way in race.WAYS.items()
    }
    monkeypatch.setattr(race, "WAYS", ways)
    root = make_course(tmp_path / "course").root
    race.main(NAME, root, tmp_path, num_students=20)
    printed = capsys.readouterr().out
    assert "by jobs2" in printed and "1.60        0.80-3.20         6.2" in printed
    assert "storing a result, 20 students" in printed
    stored = store.load(race.NAME)
    assert stored.command == "make bench-grading"
    assert len(stored.summary["targets"]) == 5
    assert all(f"  {target['text']}" in printed for target in stored.summary["targets"])
    assert [(run["way"], run["seconds"]) for run in stored.runs] == [
        (name, lap.seconds) for name, of_a_way in laps.items() for lap in of_a_way
    ]


def test_the_exercise_with_most_known_answers_is_raced(tmp_path):
    with pytest.raises(CourseError, match=r"No known answers in .*exercises"):
        race.most_tried(tmp_path)
    for name, number in (("one", 1), ("three", 3), ("two", 2)):
        race.known_answers(tmp_path, name).mkdir(parents=True)
        for index in range(number):
            (race.known_answers(tmp_path, name) / f"right_{index}.py").touch()
    assert race.most_tried(tmp_path) == "three"


def test_a_cluster_that_ends_at_once_is_told(monkeypatch):
    start = subprocess.Popen

    def ended(command, **options):
        process = start(["false"], **options)
        process.wait()
        return process

    monkeypatch.setattr(ways.subprocess, "Popen", ended)
    with pytest.raises(CourseError, match="No Dask cluster starts"), ways._cluster(2):
        pass
