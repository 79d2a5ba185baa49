"""The lines on what was to be reached: the limits, who is compared, and the reasons."""

import pytest

from cnncourse.bench.contestants import FLOOR, LAYERS, OURS, STEP, all_contestants
from cnncourse.bench.targets import FIRST_STEP_SECONDS, MEMORY, RATIOS, UNEXPLAINED, check

NO_AMX = {"device": "cpu", "instructions": ["avx512_bf16"]}


def found(lines, text):
    (line,) = (line for line in lines if text in line.text)
    return line


def test_the_targets_name_contestants_that_there_are():
    known = all_contestants()
    for (_, size), ratios in RATIOS.items():
        for name, other, _ in ratios:
            assert size in known[name].sizes
            assert size in known[other].sizes


def test_a_ratio_is_reached_at_its_limit_and_missed_below_it(make_run):
    plain = make_run(seconds=[1.3] * 3)
    (reached, *_) = check([plain, make_run("pytorch_float32", OURS, [1.0] * 3)], 32, NO_AMX)
    assert (reached.reached, reached.value, reached.limit) == (True, 1.3, 1.3)
    assert reached.reason == ""
    (missed, *_) = check([plain, make_run("pytorch_float32", OURS, [1.01] * 3)], 32, NO_AMX)
    assert not missed.reached
    assert missed.reason == UNEXPLAINED


def test_bfloat16_is_missed_because_the_layers_alone_are_no_faster(make_run):
    runs = [
        make_run(),
        make_run("pytorch_bfloat16", OURS),
        make_run("layers_pytorch_float32", LAYERS, [0.8] * 3),
        make_run("layers_pytorch_bfloat16", LAYERS, [1.0] * 3),
    ]
    line = found(check(runs, 32, NO_AMX), "wanted 3.20")
    assert "this CPU has no AMX, only AVX512-BF16" in line.reason
    assert "0.80 times their speed in float32" in line.reason
    fast = [*runs[:3], make_run("layers_pytorch_bfloat16", LAYERS, [0.2] * 3)]
    assert found(check(fast, 32, NO_AMX), "wanted 3.20").reason == UNEXPLAINED


def test_bfloat16_is_no_reason_against_a_peer_in_bfloat16(make_run):
    runs = [
        make_run("lightning_bfloat16"),
        make_run("pytorch_bfloat16", OURS),
        make_run("layers_pytorch_float32", LAYERS, [0.8] * 3),
        make_run("layers_pytorch_bfloat16", LAYERS, [1.0] * 3),
    ]
    assert found(check(runs, 32, NO_AMX), "wanted 1.70").reason == UNEXPLAINED


def test_a_ratio_that_the_bare_passes_do_not_reach_is_out_of_reach(make_run):
    runs = [
        make_run(seconds=[1.2] * 3),
        make_run("pytorch_float32", OURS, [1.1] * 3),
        make_run("floor_pytorch_float32", FLOOR, [1.0] * 3),
    ]
    reason = found(check(runs, 32, NO_AMX), "wanted 1.30").reason
    assert reason == "the bare forward and backward passes alone reach no more than 1.20"


def test_a_ratio_within_the_spread_is_said_to_be(make_run):
    runs = [make_run(), make_run("pytorch_float32", OURS, [0.7, 0.8, 0.8])]
    line = found(check(runs, 32, NO_AMX), "wanted 1.30")
    assert not line.reached
    assert "within the spread" in line.reason


def test_float32_is_held_against_the_fastest_peer_in_float32(make_run):
    runs = [
        make_run("plain_pytorch", seconds=[3.0] * 3),
        make_run("keras_fit_float32", seconds=[1.5] * 3, framework="tensorflow"),
        make_run("lightning_bfloat16", seconds=[0.5] * 3),
        make_run("pytorch_float32", OURS, [2.0] * 3),
    ]
    line = found(check(runs, 32, NO_AMX), "wanted 1.00")
    assert "x keras fit float32" in line.text
    assert line.value == 0.75


def test_shares_of_the_floors(make_run):
    runs = [
        make_run("pytorch_float32", OURS, [1.0] * 3),
        make_run("floor_pytorch_float32", FLOOR, [0.95] * 3),
        make_run("layers_pytorch_float32", LAYERS, [0.665] * 3),
    ]
    passes, layers = check(runs, 32, NO_AMX)
    assert (passes.reached, passes.value) == (True, 0.95)
    assert (layers.reached, layers.value) == (False, 0.665)
    assert "leave 70% to the bare passes" in layers.reason


@pytest.mark.parametrize(("megabytes", "reached"), [(120, True), (121, False)])
def test_memory_is_held_against_the_leanest_peer_of_the_framework(make_run, megabytes, reached):
    runs = [
        make_run("plain_pytorch"),
        make_run("lightning_float32", peak_bytes=200_000_000),
        make_run("keras_fit_float32", framework="tensorflow", peak_bytes=1),
        make_run("pytorch_float32", OURS, peak_bytes=megabytes * 1_000_000),
    ]
    line = found(check(runs, 32, NO_AMX), "peak memory")
    assert (line.reached, line.limit) == (reached, MEMORY)
    assert "the leanest peer in PyTorch" in line.text


@pytest.mark.parametrize(
    ("kept", "says"), [(150, "takes 50 MB of it and makes a step 2.00 times"), (90, "not explain")]
)
def test_memory_above_the_peers_is_what_keeping_it_costs(make_run, kept, says):
    runs = [
        make_run("plain_pytorch"),
        make_run("pytorch_float32", OURS, peak_bytes=900_000_000),
        make_run("step_pytorch_relu_after_pool", STEP, [1.0] * 3, peak_bytes=100_000_000),
        make_run("step_pytorch_memory_kept", STEP, [0.5] * 3, peak_bytes=kept * 1_000_000),
    ]
    assert says in found(check(runs, 32, NO_AMX), "peak memory").reason


@pytest.mark.parametrize(("seconds", "reached"), [(1.5, True), (1.6, False)])
def test_the_first_step_may_come_a_second_later(make_run, seconds, reached):
    runs = [make_run(), make_run("pytorch_float32", OURS, first_step=seconds)]
    line = found(check(runs, 32, NO_AMX), "first step")
    assert (line.reached, line.limit) == (reached, FIRST_STEP_SECONDS)


def test_a_target_without_its_contestants_has_no_line(make_run):
    assert check([make_run()], 32, NO_AMX) == []
    assert check([make_run(), make_run("pytorch_float32", OURS)], 128, NO_AMX) == []


def test_a_gpu_has_targets_of_its_own(make_run):
    runs = [make_run(seconds=[9.0] * 3), make_run("pytorch_bfloat16", OURS)]
    line, *_ = check(runs, 32, {"device": "gpu"})
    assert (line.limit, line.value, line.reached) == (10, 9, False)
