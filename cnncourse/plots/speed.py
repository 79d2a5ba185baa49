"""The speed of training loops: who is how fast, and what each change gained."""

from collections.abc import Mapping

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cnncourse.frameworks import TITLES
from cnncourse.plots.style import COLORS, new_axes

_HATCHES = {"peer": "", "ours": "", "floor": "///", "layers": "..."}
_ALPHAS = {"peer": 0.45, "ours": 1.0, "floor": 0.15, "layers": 0.15}


def training_speed(at_size: Mapping) -> Figure:
    """Images per second of every loop of a benchmark, a panel for each framework.

    Parameters
    ----------
    at_size : mapping
        Summary of `cnncourse bench` at one image size: bars end at the median, whiskers at the
        quartiles of the rounds.
    """
    by_framework = {
        framework: [
            entry
            for entry in at_size["contestants"].values()
            if entry["framework"] == framework and entry["kind"] in _HATCHES
        ]
        for framework in TITLES
    }
    by_framework = {name: entries for name, entries in by_framework.items() if entries}
    heights = [len(entries) for entries in by_framework.values()]
    figure, axes = plt.subplots(
        len(heights),
        1,
        figsize=(8, 0.32 * sum(heights) + 1.6),
        height_ratios=heights,
        sharex=True,
        squeeze=False,
    )
    for ax, (framework, entries) in zip(axes.flat, by_framework.items(), strict=True):
        _draw(ax, entries, COLORS[TITLES[framework]])
        ax.set_title(TITLES[framework])
    size = at_size["size"]
    ax.set_xlabel(f"training speed (images of {size}x{size} per second)")
    return figure


def speed_steps(steps: Mapping[str, Mapping], framework: str, *, ax: Axes | None = None) -> Axes:
    """Speed of a loop as one change after another is made, in multiples of the first loop's.

    Parameters
    ----------
    steps : mapping of str to mapping
        `steps` of the framework in the summary of `cnncourse bench`.
    framework : str
        "pytorch" or "tensorflow": the title and the color.
    """
    ax = ax or new_axes()
    titles = [entry["title"] for entry in steps.values()]
    speeds = [entry["of_notebook"] for entry in steps.values()]
    ax.set_title(TITLES[framework])
    ax.barh(titles, speeds, color=COLORS[TITLES[framework]])
    ax.axvline(1, color="black", lw=0.8)
    ax.invert_yaxis()
    ax.grid(axis="y", visible=False)
    ax.set_xlabel("speed (multiples of the notebook's loop)")
    return ax


def _draw(ax: Axes, entries: list[Mapping], color: str) -> None:
    """A bar for each entry, the fastest at the bottom."""
    for y, entry in enumerate(sorted(entries, key=lambda entry: entry["images_per_s"])):
        speed, kind = entry["images_per_s"], entry["kind"]
        ax.barh(y, speed, color=color, alpha=_ALPHAS[kind])
        ax.barh(y, speed, fill=False, hatch=_HATCHES[kind], edgecolor=color, lw=1)
        whiskers = [[speed - entry["low"]], [entry["high"] - speed]]
        ax.errorbar(speed, y, xerr=whiskers, color="black", capsize=3, lw=1)
        ax.annotate(
            f" {speed:,.0f}",
            (entry["high"], y),
            va="center",
            fontsize="small",
            xytext=(3, 0),
            textcoords="offset points",
        )
    titles = [entry["title"] for entry in sorted(entries, key=lambda e: e["images_per_s"])]
    ax.set_yticks(range(len(titles)), titles)
    ax.invert_yaxis()
    ax.grid(axis="y", visible=False)
