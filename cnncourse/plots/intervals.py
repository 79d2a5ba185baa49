"""Measured means with their intervals, one row each."""

from collections.abc import Mapping

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from cnncourse.plots.style import BLUE, COLORS


def intervals(
    rows: Mapping[str, Mapping[str, float]],
    *,
    xlabel: str,
    zero: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """A dot for each mean and a line for its interval, the first row at the top.

    Parameters
    ----------
    rows : mapping of str to mapping
        Label -> `mean`, `low` and `high`, as `statistics.interval` gives them.
    xlabel : str
        What was measured, with its unit.
    zero : bool
        Whether to draw a line at 0, where the rows are differences.
    """
    if ax is None:
        ax = plt.subplots(figsize=(7, 0.45 * len(rows) + 1.2))[1]
    for y, (label, row) in enumerate(rows.items()):
        color = COLORS.get(label, BLUE)
        ax.plot([row["low"], row["high"]], [y, y], ls="-", color=color)
        ax.plot(row["mean"], y, "o", color=color)
    if zero:
        ax.axvline(0, color="0.5", lw=1, ls="-")
    ax.set_yticks(range(len(rows)), rows)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.grid(axis="y", visible=False)
    ax.set_xlabel(xlabel)
    return ax
