"""Means and intervals over repeated seeds, and differences between arms run on the same seeds.

The sample is the seeds. The two frameworks give the same numbers from the same seed, so they are
never pooled: that would count every seed twice and halve the interval for nothing.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations

import numpy as np
from scipy.special import stdtrit

from cnncourse.evidence.store import EvidenceError


def interval(values: Iterable[float], confidence: float = 0.95) -> dict[str, float]:
    """Mean of a sample with Student's t interval.

    With the handful of seeds that a course can afford, the t interval is wide, and rightly so;
    a bootstrap of five values is too narrow (Efron and Tibshirani, 1993, section 13.5).

    Parameters
    ----------
    values : iterable of float
        One value per seed, at least two.
    confidence : float
        Share of such intervals that cover the mean of all seeds, for a normal spread.

    Returns
    -------
    dict
        `mean`, `sd` (sample standard deviation, n - 1 in the denominator), `low`, `high`, `n`.

    Raises
    ------
    EvidenceError
        If there are fewer than two values, or one is not finite.

    Examples
    --------
    >>> {name: round(value, 3) for name, value in interval([1.0, 2.0, 3.0]).items()}
    {'mean': 2.0, 'sd': 1.0, 'low': -0.484, 'high': 4.484, 'n': 3}
    """
    sample = [float(value) for value in values]
    n = len(sample)
    if n < 2:
        raise EvidenceError(f"{n} seed(s) give no interval: measure with --seeds 2 or more.")
    if not all(map(math.isfinite, sample)):
        raise EvidenceError(f"A value is not finite ({sample}): look at the runs.")
    mean, sd = float(np.mean(sample)), float(np.std(sample, ddof=1))
    half = float(stdtrit(n - 1, (1 + confidence) / 2)) * sd / math.sqrt(n)
    return {"mean": mean, "sd": sd, "low": mean - half, "high": mean + half, "n": n}


def paired_difference(
    first: Mapping[int, float], second: Mapping[int, float], confidence: float = 0.95
) -> dict[str, float | str]:
    """Mean of `first - second` over their common seeds, with its interval and a verdict.

    Pairing takes out what a seed does to both arms (the same initial weights and batches).

    Parameters
    ----------
    first, second : mapping of int to float
        Value per seed of each arm.

    Returns
    -------
    dict
        What `interval` gives, and `verdict`: "higher" or "lower" (first against second), or
        "no conclusion" when the interval contains 0.

    Examples
    --------
    >>> paired_difference({0: 0.5, 1: 0.6, 2: 0.4}, {0: 0.9, 1: 1.1, 2: 0.9})["verdict"]
    'lower'
    >>> paired_difference({0: 0.5, 1: 0.6, 2: 0.4}, {0: 0.4, 1: 0.7, 2: 0.4})["verdict"]
    'no conclusion'
    """
    common = sorted(first.keys() & second.keys())
    difference = interval((first[seed] - second[seed] for seed in common), confidence)
    verdict = "no conclusion"
    if difference["low"] > 0:
        verdict = "higher"
    elif difference["high"] < 0:
        verdict = "lower"
    return difference | {"verdict": verdict}


def by_seed(
    runs: Iterable[dict], arm: str, framework: str, metric: Callable[[dict], float]
) -> dict[int, float]:
    """The metric of each run of an arm in a framework, by seed."""
    return {
        run["seed"]: metric(run)
        for run in runs
        if (run["arm"], run["framework"]) == (arm, framework)
    }


def compare(
    runs: list[dict],
    metrics: Mapping[str, Callable[[dict], float]],
    pairs: Iterable[tuple[str, str]] | None = None,
) -> dict:
    """Summary of a comparison: every arm's interval and every pair's paired difference.

    Each interval stands for itself. Among twenty differences of arms that are equal, one is
    expected to exclude 0: with many arms, let the claim name the pair that it is about.

    Parameters
    ----------
    runs : list of dict
        Stored runs, of at least two seeds.
    metrics : mapping of str to callable
        Name -> function of a run; see `cnncourse.evidence.metrics`.
    pairs : iterable of (str, str), optional
        Arms whose differences are wanted, first minus second; without it all pairs of arms, in the
        order of the runs.

    Returns
    -------
    dict
        `[framework][metric][arm]` as `interval` gives it, and `[framework][metric]["a-b"]` as
        `paired_difference` gives it.
    """
    arms = list(dict.fromkeys(run["arm"] for run in runs))
    pairs = list(combinations(arms, 2) if pairs is None else pairs)
    frameworks = list(dict.fromkeys(run["framework"] for run in runs))
    return {
        framework: {
            name: _compare_arms({a: by_seed(runs, a, framework, metric) for a in arms}, pairs)
            for name, metric in metrics.items()
        }
        for framework in frameworks
    }


def _compare_arms(values: dict[str, dict[int, float]], pairs: list[tuple[str, str]]) -> dict:
    summary: dict = {arm: interval(of_seed.values()) for arm, of_seed in values.items()}
    for first, second in pairs:
        summary[f"{first}-{second}"] = paired_difference(values[first], values[second])
    return summary
