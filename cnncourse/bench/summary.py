"""From the raw results of a benchmark to medians, spreads and ratios."""

from collections.abc import Iterable

import numpy as np

from cnncourse.bench.contestants import FLOOR, LAYERS, OURS, PEER, STEP

Run = dict
"""Raw results of one contestant at one image size, as they are stored."""


def quartiles(values: Iterable[float]) -> dict[str, float]:
    """Median of a sample and the quartiles around it.

    Examples
    --------
    >>> quartiles([1, 2, 3, 4, 5])
    {'median': 3.0, 'low': 2.0, 'high': 4.0}
    """
    low, median, high = np.percentile(list(values), [25, 50, 75])
    return {"median": float(median), "low": float(low), "high": float(high)}


def speeds(run: Run) -> np.ndarray:
    """Images per second in each round."""
    return run["batch_size"] * run["num_steps"] / np.array(run["seconds"])


def ratio(run: Run, other: Run) -> dict[str, float]:
    """How many times as fast as another, round by round: their speeds drift together.

    Examples
    --------
    >>> ours = {"batch_size": 8, "num_steps": 1, "seconds": [1.0, 2.0]}
    >>> ratio(ours, ours | {"seconds": [2.0, 4.0]})["median"]
    2.0
    """
    return quartiles(speeds(run) / speeds(other))


def verdict(gain: dict[str, float]) -> str:
    """What a ratio says, in words: it has to be clear of the spread of the rounds.

    Examples
    --------
    >>> verdict({"median": 1.2, "low": 1.1, "high": 1.3})
    'a gain'
    >>> verdict({"median": 1.2, "low": 0.9, "high": 1.3})
    'no clear difference'
    """
    if gain["low"] > 1.02:
        return "a gain"
    return "a loss" if gain["high"] < 0.98 else "no clear difference"


def finished(runs: Iterable[Run], size: int) -> dict[str, Run]:
    """The runs at an image size that went through to their end, by contestant."""
    return {
        run["contestant"]: run
        for run in runs
        if run["size"] == size and run["seconds"] and not run["problem"]
    }


def seconds_to_loss(run: Run) -> float | None:
    """Median time to the target over the repeats; None if it was missed or not asked for."""
    found = []
    for epochs in run["to_loss"]:
        reached = [seconds for seconds, loss in epochs if loss <= run["target"]]
        if not reached:
            return None
        found.append(reached[0])
    return float(np.median(found)) if found else None


def summarize(runs: list[Run]) -> dict:
    """The numbers that prose and figures use, by image size: "at32", "at128".

    Returns
    -------
    dict
        For each size the data set, the settings, `contestants` (speed, first step, memory, time to
        the loss), `ratios` (ours and the floors to the peers, ours to the floors) and `steps` (the
        gain of each change over what was there before it).
    """
    found = {}
    for size in sorted({run["size"] for run in runs}):
        done = finished(runs, size)
        if done:
            found[f"at{size}"] = _at_size(done)
    return found


def _at_size(done: dict[str, Run]) -> dict:
    first = next(iter(done.values()))
    settings = ("size", "dataset", "synthetic", "batch_size", "num_steps")
    summary = {name: first[name] for name in settings}
    summary["num_rounds"] = len(first["seconds"])
    targets = {run["target"] for run in done.values()} - {None}
    if targets:
        summary["target_loss"] = targets.pop()
    return summary | {
        "contestants": {name: _numbers(run) for name, run in done.items()},
        "ratios": _ratios(done),
        "steps": _steps(done),
    }


def _numbers(run: Run) -> dict:
    speed = quartiles(speeds(run))
    numbers = {name: run[name] for name in ("title", "kind", "framework", "precision")}
    numbers |= {
        "images_per_s": speed["median"],
        "low": speed["low"],
        "high": speed["high"],
        "first_step_s": run["first_step"],
        "peak_mb": run["peak_bytes"] / 1e6,
    }
    seconds = seconds_to_loss(run)
    return numbers if seconds is None else numbers | {"to_loss_s": seconds}


def _ratios(done: dict[str, Run]) -> dict:
    """Ours and the floors over the peers; ours over the floors and the floors over their layers."""
    found: dict[str, dict] = {}
    for name, run in done.items():
        for other_name, other in done.items():
            over_peer = run["kind"] in (OURS, FLOOR) and other["kind"] == PEER
            same = all(run[key] == other[key] for key in ("framework", "precision"))
            over_floor = same and (run["kind"], other["kind"]) in (
                (OURS, FLOOR),
                (OURS, LAYERS),
                (FLOOR, LAYERS),
            )
            if over_peer or over_floor:
                found.setdefault(name, {})[other_name] = ratio(run, other)["median"]
    return found


def _steps(done: dict[str, Run]) -> dict:
    """Each change after the one before it; those of the setting all after the last change."""
    found: dict[str, dict] = {}
    before: dict[str, Run] = {}
    first: dict[str, Run] = {}
    for name, run in done.items():
        if run["kind"] != STEP:
            continue
        side = run["framework"]
        first.setdefault(side, run)
        entry = {"title": run["title"], "images_per_s": quartiles(speeds(run))["median"]}
        entry["of_notebook"] = ratio(run, first[side])["median"]
        if side in before:
            gain = ratio(run, before[side])
            entry["gain"] = gain | {"verdict": verdict(gain)}
        found.setdefault(side, {})[name.removeprefix(f"step_{side}_")] = entry
        if run["precision"] == "float32" and not run["compiled"]:
            before[side] = run
    return found
