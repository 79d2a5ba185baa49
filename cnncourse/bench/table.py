"""The results of a benchmark as text for the terminal."""

from cnncourse.bench.contestants import OURS, PEER, STEP
from cnncourse.bench.targets import Line


def speed_table(at_size: dict) -> str:
    """A row for each contestant of a summary at one size."""
    rows = [
        (
            "",
            "images/s",
            "quartiles",
            "of passes",
            "of layers",
            "first step",
            "peak memory",
            "to the loss",
        )
    ]
    for name, numbers in at_size["contestants"].items():
        if numbers["kind"] == STEP:
            continue
        ratios = at_size["ratios"].get(name, {})
        setting = f"{numbers['framework']}_{numbers['precision']}"
        rows.append(
            (
                numbers["title"],
                f"{numbers['images_per_s']:,.0f}",
                f"{numbers['low']:,.0f}-{numbers['high']:,.0f}",
                _percent(ratios.get(f"floor_{setting}")),
                _percent(ratios.get(f"layers_{setting}")),
                f"{numbers['first_step_s']:.2f} s",
                f"{numbers['peak_mb']:,.0f} MB",
                f"{numbers['to_loss_s']:.1f} s" if "to_loss_s" in numbers else "",
            )
        )
    return aligned(rows)


def ratio_table(at_size: dict) -> str:
    """How many times as fast as each peer each of our loops is; empty if one side is missing."""
    numbers, ratios = at_size["contestants"], at_size["ratios"]
    peers = [name for name, entry in numbers.items() if entry["kind"] == PEER]
    ours = [name for name, entry in numbers.items() if entry["kind"] == OURS]
    if not peers or not ours:
        return ""
    rows = [("times as fast as", *peers)]
    for name in ours:
        rows.append((numbers[name]["title"], *(f"{ratios[name][peer]:.2f}" for peer in peers)))
    return aligned(rows)


def step_table(at_size: dict) -> str:
    """What each change gained over the loop before it."""
    rows = [("one change at a time", "images/s", "gain", "of the notebook's")]
    for side, steps in at_size["steps"].items():
        for entry in steps.values():
            gain = f"x {entry['gain']['median']:.2f}" if "gain" in entry else ""
            rows.append(
                (
                    f"{side}: {entry['title']}",
                    f"{entry['images_per_s']:,.0f}",
                    gain,
                    f"x {entry['of_notebook']:.2f}",
                )
            )
    return aligned(rows) if len(rows) > 1 else ""


def target_line(line: Line) -> str:
    """A target in one line of text.

    Examples
    --------
    >>> target_line(Line(32, "ours: 0.90 x theirs; wanted 1.00", 0.9, 1.0, False, "no time"))
    'MISSED   32 x 32: ours: 0.90 x theirs; wanted 1.00. Reason: no time.'
    """
    word = "reached" if line.reached else "MISSED "
    reason = f" Reason: {line.reason}." if line.reason else ""
    return f"{word}  {line.size} x {line.size}: {line.text}.{reason}"


def aligned(rows: list[tuple[str, ...]]) -> str:
    """Columns under each other: the first to the left, the others to the right.

    Examples
    --------
    >>> print(aligned([("", "speed"), ("ours", "7")]))
          speed
    ours      7
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for first, *others in rows:
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.0%}"
