"""What the loops are to reach, beside what was measured: reached, or missed and why."""

from dataclasses import asdict, dataclass

from cnncourse.bench.contestants import PEER
from cnncourse.bench.summary import Run, finished, ratio
from cnncourse.frameworks import TITLES

UNEXPLAINED = "what was measured here does not explain it"
WITHIN_SPREAD = "the difference is within the spread of the rounds"


@dataclass(frozen=True)
class Line:
    """One target.

    Attributes
    ----------
    size : int
        Of the images.
    text : str
        What was measured, with the numbers, and what was wanted.
    value, limit : float
    reached : bool
    reason : str
        Why it was missed; empty if it was reached.
    """

    size: int
    text: str
    value: float
    limit: float
    reached: bool
    reason: str = ""

    def to_dict(self) -> dict:
        return asdict(self)


RATIOS = {
    ("cpu", 32): [
        ("pytorch_bfloat16", "plain_pytorch", 3.2),
        ("pytorch_bfloat16", "keras_fit_float32", 2.8),
        ("pytorch_bfloat16", "lightning_bfloat16", 1.7),
        ("pytorch_float32", "plain_pytorch", 1.3),
        ("pytorch_float32", "pytorch_unaugmented", 0.97),
        ("tensorflow_bfloat16", "keras_fit_float32", 1.8),
        ("tensorflow_float32", "keras_fit_float32", 1.2),
        ("tensorflow_bfloat16", "keras_fit_bfloat16", 1.2),
        ("tensorflow_bfloat16", "eager_tape", 3.2),
        ("tensorflow_float32", "tensorflow_unaugmented", 0.97),
    ],
    ("cpu", 128): [
        ("pytorch_bfloat16", "plain_pytorch", 4.8),
        ("pytorch_bfloat16", "keras_fit_float32", 4.0),
        ("pytorch_float32", "pytorch_unaugmented", 0.97),
        ("tensorflow_float32", "tensorflow_unaugmented", 0.97),
    ],
    ("gpu", 32): [("pytorch_bfloat16", "plain_pytorch", 10.0)],
    ("gpu", 128): [("pytorch_bfloat16", "plain_pytorch", 10.0)],
}
"""By device and image size: who is to be how many times as fast as whom."""

SHARES = {"floor": 0.90, "layers": 0.75}
"""Of the bare passes, and of their convolutions and dense layers alone."""

ON_A_GPU = (
    *(
        f"{limit:g} x the plain loop with a DataLoader at {size} x {size}"
        for (device, size), ratios in RATIOS.items()
        if device == "gpu"
        for _, _, limit in ratios
    ),
    f"{SHARES['floor']:.0%} of a captured graph of the passes",
    "94% on CIFAR-10 within 1.2 x the time of the public record script on the same card",
)
"""What a run on a CPU cannot tell of."""

MEMORY, FIRST_STEP_SECONDS = 1.2, 1.0
"""Of the leanest peer in the same framework; after the framework's usual loop."""

USUAL = {"pytorch": "plain_pytorch", "tensorflow": "keras_fit_float32"}


def check(runs: list[Run], size: int, hardware: dict) -> list[Line]:
    """A line for every target that these runs can tell of.

    Parameters
    ----------
    runs : list of dict
        Raw results, as stored.
    size : int
        Of the images.
    hardware : dict
        With `device` and `instructions`.
    """
    done = finished(runs, size)
    lines = [
        _speed(done, name, other, limit, size, hardware)
        for name, other, limit in RATIOS.get((hardware["device"], size), [])
        if name in done and other in done
    ]
    lines += _never_slower(done, size, hardware)
    for framework in TITLES:
        for precision in ("float32", "bfloat16"):
            lines += _shares(done, framework, precision, size, hardware)
        lines += _memory(done, framework, size) + _first_step(done, framework, size)
    return lines


def _speed(done, name, other, limit, size, hardware) -> Line:
    measured = ratio(done[name], done[other])
    text = (
        f"{done[name]['title']}: {measured['median']:.2f} x {done[other]['title']} "
        f"(quartiles {measured['low']:.2f} to {measured['high']:.2f}); wanted {limit:.2f}"
    )
    reached = measured["median"] >= limit
    reason = "" if reached else _why_slow(done, name, other, limit, measured, hardware)
    return Line(size, text, measured["median"], limit, reached, reason)


def _why_slow(done, name, other, limit, measured, hardware) -> str:
    """What is known to keep a contestant below `limit` times the speed of another."""
    if measured["high"] >= limit:
        return WITHIN_SPREAD
    run = done[name]
    framework, precision = run["framework"], run["precision"]
    layers = [done.get(f"layers_{framework}_{p}") for p in ("bfloat16", "float32")]
    if precision != done[other]["precision"] and all(layers):
        gain = ratio(*layers)["median"]
        if gain < 1.2:
            return (
                f"bfloat16 does not pay here: {_about_bfloat16(hardware)}; the convolutions and "
                f"dense layers alone run at {gain:.2f} times their speed in float32"
            )
    floor = done.get(f"floor_{framework}_{precision}")
    if done[other]["kind"] == PEER and floor:
        most = ratio(floor, done[other])["median"]
        if most < limit:
            return f"the bare forward and backward passes alone reach no more than {most:.2f}"
    return UNEXPLAINED


def _about_bfloat16(hardware: dict) -> str:
    if hardware["device"] != "cpu":
        return "this GPU"
    known = hardware.get("instructions", [])
    if "amx_bf16" in known:
        return "this CPU has AMX, yet"
    return "this CPU has no AMX" + (", only AVX512-BF16" if "avx512_bf16" in known else "")


def _never_slower(done, size, hardware) -> list[Line]:
    """float32 against the fastest of the peers in float32, whatever their framework."""
    ours = done.get("pytorch_float32")
    peers = {
        name: ratio(ours, run)["median"]
        for name, run in done.items()
        if ours and run["kind"] == PEER and run["precision"] == "float32"
    }
    if not peers:
        return []
    fastest = min(peers, key=peers.get)
    return [_speed(done, "pytorch_float32", fastest, 1.0, size, hardware)]


def _shares(done, framework, precision, size, hardware) -> list[Line]:
    name = f"{framework}_{precision}"
    lines = []
    for floor, limit in SHARES.items():
        other = f"{floor}_{name}"
        if name in done and other in done:
            line = _speed(done, name, other, limit, size, hardware)
            lines.append(line if line.reached else _explain_share(line, done, name, floor))
    return lines


def _explain_share(line: Line, done, name: str, floor: str) -> Line:
    """Why a share of a floor is missed; the precision is no reason, both sides have it."""
    if line.reason == WITHIN_SPREAD:
        return line
    reason = UNEXPLAINED
    passes = done.get(f"floor_{name}")
    if floor == "layers" and passes:
        most = ratio(passes, done[f"layers_{name}"])["median"]
        if most < 1:
            reason = (
                f"batch norm, pools and ReLU leave {most:.0%} to the bare passes, and the rest of "
                "a step takes its part"
            )
    return Line(line.size, line.text, line.value, line.limit, line.reached, reason)


def _memory(done, framework, size) -> list[Line]:
    ours = done.get(f"{framework}_float32")
    peers = [run for run in done.values() if run["kind"] == PEER and run["framework"] == framework]
    if not ours or not peers:
        return []
    leanest = min(peers, key=lambda run: run["peak_bytes"])
    value = ours["peak_bytes"] / leanest["peak_bytes"]
    text = (
        f"{ours['title']}: peak memory {value:.2f} x {leanest['title']}, the leanest peer in "
        f"{TITLES[framework]}; wanted at most {MEMORY:.2f}"
    )
    reached = value <= MEMORY
    reason = "" if reached else _why_much_memory(done, framework)
    return [Line(size, text, value, MEMORY, reached, reason)]


def _why_much_memory(done, framework) -> str:
    before, after = (
        done.get(f"step_{framework}_{name}") for name in ("relu_after_pool", "memory_kept")
    )
    if not before or not after or after["peak_bytes"] <= before["peak_bytes"]:
        return UNEXPLAINED
    megabytes = (after["peak_bytes"] - before["peak_bytes"]) / 1e6
    return (
        f"keeping freed memory takes {megabytes:.0f} MB of it and makes a step "
        f"{ratio(after, before)['median']:.2f} times as fast"
    )


def _first_step(done, framework, size) -> list[Line]:
    ours, peer = done.get(f"{framework}_float32"), done.get(USUAL[framework])
    if not ours or not peer:
        return []
    value = ours["first_step"] - peer["first_step"]
    text = (
        f"{ours['title']}: first step after {ours['first_step']:.2f} s, {peer['title']} after "
        f"{peer['first_step']:.2f} s; wanted at most {FIRST_STEP_SECONDS:.2f} s later"
    )
    reached = value <= FIRST_STEP_SECONDS
    reason = "" if reached else UNEXPLAINED
    return [Line(size, text, value, FIRST_STEP_SECONDS, reached, reason)]
