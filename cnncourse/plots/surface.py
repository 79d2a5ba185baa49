"""A slice of a loss surface, with the paths of optimizers on it."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.patheffects import Normal, Stroke

from cnncourse.errors import CourseError
from cnncourse.plots.style import color_of, new_axes, with_unit


def loss_slice(
    xs: np.ndarray,
    ys: np.ndarray,
    losses: np.ndarray,
    *,
    paths: Mapping[str, np.ndarray] | None = None,
    num_levels: int = 16,
    unit: str = "nats",
    ax: Axes | None = None,
) -> Axes:
    """Height lines of a loss on a plane through weight space, and the ways optimizers took.

    The levels grow by a constant factor, so that the floor of a valley shows as well as its rim.

    Parameters
    ----------
    xs, ys : ndarray, shapes (width,) and (height,)
        Coordinates along the first and the second direction, in units of the weights.
    losses : ndarray, shape (height, width)
        `losses[j, i]` belongs to (xs[i], ys[j]); not finite or not positive: left blank.
    paths : mapping of str to ndarray, optional
        Label -> points of shape (num_points, 2), from the start (circle) to the end (star).

    Raises
    ------
    CourseError
        If no loss is finite and positive.
    """
    ax = ax or new_axes()
    losses = np.ma.masked_invalid(losses)
    losses = np.ma.masked_less_equal(losses, 0)
    if losses.count() == 0:
        raise CourseError("No loss of the slice is finite and positive: move it or shrink it.")
    # A flat surface would have one level only; a ring around it keeps the levels increasing.
    lowest, highest = losses.min(), max(losses.max(), losses.min() * 1.001)
    levels = np.geomspace(lowest, highest, num_levels)
    surface = ax.contourf(xs, ys, losses, levels=levels, norm=LogNorm(lowest, highest))
    ax.contour(xs, ys, losses, levels=levels, colors="white", linewidths=0.4, alpha=0.6)
    ticks = levels[:: max(num_levels // 6, 1)]
    bar = ax.figure.colorbar(surface, ax=ax, ticks=ticks, label=with_unit("loss", unit))
    bar.ax.set_yticklabels([f"{tick:.2g}" for tick in ticks])
    bar.ax.minorticks_off()
    for label, points in (paths or {}).items():
        _draw_path(ax, label, np.asarray(points))
    ax.set(xlabel="first direction (weight units)", ylabel="second direction (weight units)")
    ax.grid(visible=False)
    if paths:
        ax.legend(loc="best", frameon=True, framealpha=0.9)
    return ax


def _draw_path(ax: Axes, label: str, points: np.ndarray) -> None:
    outline = [Stroke(linewidth=3.4, foreground="white"), Normal()]
    color = color_of(label, ax)
    ax.plot(*points.T, path_effects=outline, label=label, color=color)
    edge = {"color": color, "markeredgecolor": "white", "ls": "", "zorder": 4}
    ax.plot(*points[0], marker="o", ms=8, **edge)
    ax.plot(*points[-1], marker="*", ms=15, **edge)
