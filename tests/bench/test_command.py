"""`cnncourse bench`: what is measured, printed, stored and drawn."""

import multiprocessing
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from cnncourse import CourseError, data
from cnncourse.bench import command, race, scaling, targets, track
from cnncourse.bench.command import QUICK, Settings, bench, evidence_of, report
from cnncourse.bench.contestants import OURS, PEER, Contestant
from cnncourse.bench.summary import summarize
from cnncourse.cli import app
from cnncourse.evidence import directory, load

QUICKEST = replace(QUICK, num_steps=1)
STORED = sorted(path.stem for path in directory().glob("training_speed*.json"))


def made(name, kind=PEER, **settings):
    return Contestant(name, name, f"made_contestants:{name}", "pytorch", kind, **settings)


@pytest.fixture
def few_images(monkeypatch, make_images, tmp_path):
    """Have the benchmark find small images, and its processes not pause."""
    images = make_images(num_train=400)
    monkeypatch.setattr(command.stage, "choose", lambda size, folder: images)
    monkeypatch.setattr(race, "SETTLE_SECONDS", 0)
    monkeypatch.setenv("MADE_LOG", str(tmp_path / "turns"))


@pytest.fixture
def taking_part(monkeypatch, few_images):
    """Return a function that decides who takes part."""

    def decide(*contestants):
        monkeypatch.setattr(command, "choose", lambda names, size: list(contestants))

    return decide


def test_a_missing_package_is_left_out_and_a_crash_reported(taking_part):
    taking_part(made("steady", needs="no_such_package"), made("other"), made("crashing"))
    told = []
    other, crashing = bench(32, settings=QUICKEST, tell=told.append)
    assert told[0] == (
        'Left out: steady: no_such_package is not installed: run pip install "cnncourse[bench]".'
    )
    assert "Images: rows (synthetic), 32 x 32, batches of 128." in told
    assert "crashing did not come through: ValueError: out of luck" in told
    assert len(other["seconds"]) == QUICK.num_rounds
    assert (other["problem"], crashing["problem"]) == ("", "ValueError: out of luck")
    assert list(summarize([other, crashing])["at32"]["contestants"]) == ["other"]


def test_the_plain_loop_sets_the_loss_and_all_train_to_it(taking_part, monkeypatch):
    monkeypatch.setattr(track, "PLAIN", "learning")
    taking_part(made("learning"), made("printing", OURS))
    told = []
    settings = replace(QUICKEST, num_rounds=0, num_repeats=2)
    runs = bench(32, settings=settings, tell=told.append)
    # The made loops go through their ten epochs whatever is asked of them, if nobody stops them.
    assert [run["target"] for run in runs] == [-4.0, -4.0]
    assert [len(run["to_loss"]) for run in runs] == [2, 2]
    order = [line.split(": ")[1] for line in told if line.startswith("to a validation loss")]
    assert order == ["learning", "printing", "printing", "learning"]


def test_without_the_plain_loop_there_is_no_loss_to_reach(taking_part):
    taking_part(made("steady"))
    told = []
    (run,) = bench(32, settings=replace(QUICKEST, num_repeats=1), tell=told.append)
    assert (run["target"], run["to_loss"]) == (None, [])
    assert "The time to a validation loss needs plain_pytorch, which sets the loss." in told


def test_no_process_is_left_over(taking_part):
    taking_part(made("steady"), made("dying"))
    bench(32, settings=QUICKEST, tell=lambda line: None)
    assert multiprocessing.active_children() == []


def test_the_report_has_the_tables_and_a_line_for_each_target(make_run):
    runs = [make_run(seconds=[1.3] * 3), make_run("pytorch_float32", OURS)]
    stored = evidence_of(runs, "make bench", "cpu", 1)
    assert stored.hardware["threads"] == 1
    text = report(stored)
    lines = [line for line in text.splitlines() if line.startswith(("reached", "MISSED"))]
    of_speed = stored.summary["at32"]["targets"]
    assert len(of_speed) == 4
    assert len(lines) == len(of_speed) + len(scaling.check())
    assert "times as fast as" in text
    assert text.count("NOT MEASURED  on a GPU: ") == len(targets.ON_A_GPU)


def test_two_real_contestants_through_the_command(few_images, tmp_path, monkeypatch):
    monkeypatch.setattr(data, "is_ready", lambda name: False)
    only = ["--only", "plain_pytorch", "--only", "pytorch_float32"]
    arguments = ["--quick", "--size", "32", "--steps", "1", "--rounds", "1", *only]
    where = ["--output", str(tmp_path), "--plot", str(tmp_path / "speed.svg")]
    result = CliRunner().invoke(app, ["bench", *arguments, *where])
    assert result.exit_code == 0, result.output
    stored = load("training_speed", tmp_path)
    assert list(stored.summary["at32"]["contestants"]) == ["plain_pytorch", "pytorch_float32"]
    assert all(run["problem"] == "" for run in stored.runs)
    assert "wanted 1.30" in result.output
    assert (tmp_path / "speed_at32.svg").stat().st_size > 1000


def main(**changes):
    usual = {
        "sizes": [32],
        "names": None,
        "folder": None,
        "quick": False,
        "changed": {},
        "device": "cpu",
        "num_threads": None,
        "output": None,
        "plot": None,
    }
    command.main(**usual | changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"sizes": [64]}, "size is 64: use 32 or 128"),
        ({"names": ["fit"]}, "Unknown contestant 'fit'"),
        ({"device": "auto"}, "--device cpu or --device gpu"),
    ],
)
def test_what_cannot_be_measured_is_said_before_anything_is(monkeypatch, changes, message):
    monkeypatch.setattr(command, "bench", lambda *_, **__: pytest.fail("measured"))
    with pytest.raises(CourseError, match=message):
        main(**changes)


@pytest.mark.parametrize(
    ("changes", "stored"),
    [
        ({"sizes": None}, True),
        ({"sizes": None, "changed": {"num_rounds": 1}}, False),
        ({"sizes": None, "quick": True}, False),
        ({"sizes": None, "names": ["plain_pytorch"]}, False),
        ({"sizes": [32]}, False),
        ({"sizes": None, "num_threads": 1}, False),
    ],
)
def test_only_a_whole_run_goes_to_the_evidence_of_the_book(
    monkeypatch, make_run, tmp_path, changes, stored
):
    monkeypatch.setenv("CNNCOURSE_EVIDENCE", str(tmp_path))
    monkeypatch.setattr(command, "bench", lambda size, **_: [make_run(size=size)])
    main(**changes)
    assert (tmp_path / "training_speed.json").exists() == stored


def test_nobody_came_through(monkeypatch, make_run):
    monkeypatch.setattr(command, "bench", lambda size, **_: [make_run(seconds=[], problem="no")])
    with pytest.raises(CourseError, match="Nobody came through"):
        main()


def test_quick_is_less_than_usual():
    usual = Settings()
    assert QUICK.num_steps * QUICK.num_rounds < usual.num_steps * usual.num_rounds
    assert QUICK.num_repeats == 0


@pytest.mark.parametrize("name", STORED)
def test_the_stored_numbers_follow_from_the_stored_results(name):
    stored = load(name)
    assert stored.claim == command.CLAIM
    expected = summarize(stored.runs)
    for at_size in expected.values():
        lines = targets.check(stored.runs, at_size["size"], stored.hardware)
        at_size["targets"] = [line.to_dict() for line in lines]
    assert stored.summary == expected
