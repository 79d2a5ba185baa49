"""From raw results to numbers: medians, quartiles, ratios within a round, the store."""

import numpy as np
import pytest

from cnncourse.bench.contestants import FLOOR, LAYERS, OURS, STEP
from cnncourse.bench.summary import ratio, seconds_to_loss, summarize
from cnncourse.bench.table import ratio_table, speed_table, step_table
from cnncourse.evidence.store import Evidence, load, save


def test_speed_is_the_median_with_its_quartiles(make_run):
    run = make_run(seconds=[1.0, 2.0, 4.0, 5.0, 8.0])
    numbers = summarize([run])["at32"]["contestants"]["plain_pytorch"]
    assert (numbers["low"], numbers["images_per_s"], numbers["high"]) == (8.0, 10.0, 20.0)
    assert numbers["first_step_s"] == 0.5
    assert numbers["peak_mb"] == 100


def test_ratios_are_taken_within_a_round(make_run):
    slow, fast = make_run(seconds=[2.0, 4.0, 8.0]), make_run(seconds=[1.0, 2.0, 4.0])
    assert ratio(fast, slow) == {"median": 2.0, "low": 2.0, "high": 2.0}


def test_who_is_compared_with_whom(make_run):
    runs = [
        make_run("plain_pytorch", seconds=[4.0] * 3),
        make_run("pytorch_float32", OURS, [2.0] * 3),
        make_run("pytorch_bfloat16", OURS, [1.0] * 3),
        make_run("floor_pytorch_float32", FLOOR, [1.0] * 3),
        make_run("layers_pytorch_float32", LAYERS, [0.5] * 3),
    ]
    assert summarize(runs)["at32"]["ratios"] == {
        "pytorch_float32": {
            "plain_pytorch": 2.0,
            "floor_pytorch_float32": 0.5,
            "layers_pytorch_float32": 0.25,
        },
        "pytorch_bfloat16": {"plain_pytorch": 4.0},
        "floor_pytorch_float32": {"plain_pytorch": 4.0, "layers_pytorch_float32": 0.5},
    }


def test_who_did_not_come_through_is_left_out(make_run):
    runs = [make_run(), make_run("pytorch_float32", OURS, problem="ValueError: no")]
    assert list(summarize(runs)["at32"]["contestants"]) == ["plain_pytorch"]
    assert summarize([make_run(seconds=[])]) == {}


def test_sizes_are_kept_apart(make_run):
    summary = summarize([make_run(), make_run(size=128, batch_size=4)])
    assert [at["batch_size"] for at in summary.values()] == [8, 4]
    assert list(summary) == ["at32", "at128"]


def test_each_change_is_measured_against_the_one_before_it(make_run):
    def step(name, seconds, **changes):
        return make_run(f"step_pytorch_{name}", STEP, [seconds] * 3, **changes)

    runs = [
        step("notebook", 8.0),
        step("resident", 4.0),
        step("channels_last", 2.0),
        step("compiled", 4.0, compiled=True),
        step("bfloat16", 1.0, precision="bfloat16"),
    ]
    steps = summarize(runs)["at32"]["steps"]["pytorch"]
    assert "gain" not in steps["notebook"]
    gains = {name: entry["gain"]["median"] for name, entry in steps.items() if "gain" in entry}
    assert gains == {"resident": 2.0, "channels_last": 2.0, "bfloat16": 2.0, "compiled": 0.5}
    assert steps["bfloat16"]["of_notebook"] == 8.0
    assert steps["bfloat16"]["gain"]["verdict"] == "a gain"
    assert steps["compiled"]["gain"]["verdict"] == "a loss"


@pytest.mark.parametrize(
    ("to_loss", "expected"),
    [
        ([], None),
        ([[[1.0, 3.0], [2.0, 2.0], [3.0, 1.0]]], 2.0),
        ([[[1.0, 2.0]], [[3.0, 1.5]]], 2.0),
        ([[[1.0, 2.0]], [[3.0, 2.5]]], None),
    ],
)
def test_time_to_the_loss(make_run, to_loss, expected):
    assert seconds_to_loss(make_run(target=2.0, to_loss=to_loss)) == expected


def test_the_summary_comes_back_from_its_file(make_run, tmp_path):
    runs = [make_run(seconds=np.random.default_rng(0).random(5).tolist())]
    stored = Evidence("", "", {}, {}, "2026-01-01", summarize(runs), runs)
    save("training_speed", stored, tmp_path)
    assert load("training_speed", tmp_path) == stored
    assert summarize(load("training_speed", tmp_path).runs) == stored.summary


def test_tables(make_run):
    runs = [
        make_run("plain_pytorch", seconds=[4.0] * 3),
        make_run("pytorch_float32", OURS, [2.0] * 3, target=1.0, to_loss=[[[7.5, 0.5]]]),
        make_run("floor_pytorch_float32", FLOOR, [1.6] * 3),
        make_run("step_pytorch_notebook", STEP, [4.0] * 3),
        make_run("step_pytorch_resident", STEP, [2.5] * 3),
    ]
    at_size = summarize(runs)["at32"]
    rows = speed_table(at_size).splitlines()
    assert len(rows) == 4, "the single changes have a table of their own"
    assert rows[2].split() == [
        "pytorch",
        "float32",
        "20",
        "20-20",
        "80%",
        "0.50",
        "s",
        "100",
        "MB",
        "7.5",
        "s",
    ]
    assert ratio_table(at_size).splitlines()[1].split() == ["pytorch", "float32", "2.00"]
    assert step_table(at_size).splitlines()[2].endswith("16  x 1.60             x 1.60")
    alone = summarize(runs[:1])["at32"]
    assert (ratio_table(alone), step_table(alone)) == ("", "")
