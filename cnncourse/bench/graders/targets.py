"""What grading a class is to reach, beside what was measured: reached, or missed and why."""

SPEED, WORKERS = 6.0, 2
OVERHEAD_SECONDS = 0.7
EFFICIENCY = 0.85
STORE_MS = 10.0
GROWTH_MB = 50.0
"""Memory that storing a large class may take more at its end than at its beginning."""

UNEXPLAINED = "What was measured here does not explain it."


def check(summary: dict) -> list[dict]:
    """A line for every target that a summary of `bench` can tell of.

    Returns
    -------
    list of dict
        "text", with what was measured and wanted; "reached"; and "reason", why it was missed.
    """
    jobs1, jobs2 = summary["ways"]["jobs1"], summary["ways"]["jobs2"]
    overhead = jobs1["overhead_seconds"]
    lines = [
        _line(
            f"{jobs2['title']}: {jobs2['ratio']:.1f} x nbgrader's throughput (median); "
            f"wanted {SPEED:g}",
            jobs2["ratio"] >= SPEED,
            _why_slow(summary["ways"]),
        ),
        _line(
            f"{jobs1['title']}: {overhead:.2f} s a submission beyond executing the cells (median); "
            f"wanted less than {OVERHEAD_SECONDS:g}",
            overhead < OVERHEAD_SECONDS,
        ),
        _line(
            f"efficiency from one worker to two: {summary['efficiency']:.2f} (median); "
            f"wanted {EFFICIENCY}",
            summary["efficiency"] >= EFFICIENCY,
            _why_inefficient(summary, jobs1, jobs2),
        ),
    ]
    return lines + (_of_the_store(summary["store"]) if "store" in summary else [])


def _of_the_store(store: dict) -> list[dict]:
    size = max(store["at"], key=int)
    milliseconds, growth = store["at"][size]["median_ms"], store["rss_growth_mb"]
    return [
        _line(
            f"ledger and gradebook with {int(size):,} students: {milliseconds:.1f} ms a submission "
            f"(median); wanted less than {STORE_MS:g}",
            milliseconds < STORE_MS,
        ),
        _line(
            f"memory while these are stored: {growth:.0f} MB more at the end; wanted less than "
            f"{GROWTH_MB:g}",
            growth < GROWTH_MB,
        ),
    ]


def _line(text: str, reached: bool, reason: str = UNEXPLAINED) -> dict:
    return {"text": text, "reached": bool(reached), "reason": "" if reached else reason}


def _why_slow(ways: dict) -> str:
    """What executing the cells, which no grader can save, leaves to reach."""
    usual, cells = ways["nbgrader"]["seconds"], ways["jobs1"]["cell_seconds"]
    most = WORKERS * usual / cells
    return (
        f"Executing the cells takes {cells:.2f} s of the {usual:.2f} s that nbgrader needs for a "
        f"submission: {WORKERS} workers that did nothing else would reach {most:.1f}."
    )


def _why_inefficient(summary: dict, jobs1: dict, jobs2: dict) -> str:
    """Whether it is the start, which a second worker hardly shortens."""
    one, two = (
        summary["num_submissions"] * way["seconds"] - way["start_seconds"] for way in (jobs1, jobs2)
    )
    if one / (2 * two) < EFFICIENCY:
        return UNEXPLAINED
    return (
        f"The start and the pre-flight take {jobs1['start_seconds']:.0f} s with one worker and "
        f"{jobs2['start_seconds']:.0f} s with two, however large the class: without them it is "
        f"{one / (2 * two):.2f}."
    )
