"""Curves of training runs, and measurements repeated with several seeds."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from cnncourse.errors import CourseError, unknown_name
from cnncourse.evidence.statistics import interval
from cnncourse.history import History
from cnncourse.plots.style import BLUE, COLORS, ORANGE, color_of, new_axes, with_unit


def loss_curves(
    histories: Mapping[str, History],
    *,
    per: str = "step",
    smooth: int | None = None,
    log: bool = False,
    unit: str = "nats",
    ax: Axes | None = None,
) -> Axes:
    """Loss against training steps, or training and validation loss against epochs.

    Parameters
    ----------
    histories : mapping of str to History
        Label -> record; the labels in `COLORS` have their own color.
    per : str
        "step" draws the loss of each batch; "epoch" draws `train_loss` (solid) and `val_loss`
        (dashed); a single run has the colors of `train` and `validation`.
    smooth : int, optional
        Steps to average over; the single batches stay visible, pale. For `per="step"` only.
    log : bool
        Logarithmic loss axis.
    unit : str
        Unit of the loss: nats for the cross-entropies; "" for the mean squared error.
    ax : Axes, optional
        Where to draw, instead of a new figure.

    Raises
    ------
    CourseError
        If `per` is unknown.
    """
    if per not in ("step", "epoch"):
        raise CourseError(unknown_name("per", per, ("step", "epoch")))
    ax = ax or new_axes()
    for label, history in histories.items():
        if per == "step":
            _draw_steps(ax, label, history, smooth)
        else:
            _draw_epochs(ax, label, history, alone=len(histories) == 1)
    what = "mean loss"
    if per == "step":
        what = f"loss, mean of {smooth} steps" if smooth else "loss of the batch"
    ax.set(xlabel=f"training {per}", ylabel=with_unit(what, unit))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    if log:
        ax.set_yscale("log")
    ax.legend()
    return ax


def framework_overlay(
    pytorch_history: History,
    tensorflow_history: History,
    *,
    unit: str = "nats",
    ax: Axes | None = None,
) -> Axes:
    """Loss per step of both frameworks, drawn so that two curves on each other both show.

    PyTorch is a wide light line, TensorFlow a thin dark dashed one on top of it.
    """
    ax = ax or new_axes()
    ax.plot(pytorch_history.loss, color=ORANGE, lw=5, alpha=0.6, ls="-", label="PyTorch")
    ax.plot(tensorflow_history.loss, color=BLUE, lw=1.4, ls="--", label="TensorFlow")
    ax.set(xlabel="training step", ylabel=with_unit("loss of the batch", unit))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.legend()
    return ax


def measured(
    values: Mapping[str, Mapping[int, float]], *, ylabel: str, ax: Axes | None = None
) -> Axes:
    """A measurement with repeated seeds: every seed, the mean, and its 95 % interval.

    Thin lines join the results of the same seed: where they all go one way, the difference is
    clear even if the intervals overlap.

    Parameters
    ----------
    values : mapping of str to mapping of int to float
        Label of an arm -> value per seed, at least two, as `statistics.by_seed` gives them.
    ylabel : str
        What was measured, with its unit.
    """
    ax = ax or new_axes()
    for seed in sorted(set().union(*values.values())):
        heights = [of_seed.get(seed, np.nan) for of_seed in values.values()]
        ax.plot(heights, color="0.6", lw=0.8, ls="-", zorder=1)
    for x, (label, of_seed) in enumerate(values.items()):
        color = COLORS.get(label, BLUE)
        ax.scatter([x] * len(of_seed), list(of_seed.values()), s=22, color=color, alpha=0.6)
        of_mean = interval(of_seed.values())
        half = of_mean["high"] - of_mean["mean"]
        ax.errorbar(
            x + 0.12, of_mean["mean"], half, fmt="D", ms=6, color=color, capsize=5, elinewidth=1.8
        )
    names = [f"{label}\n{len(of_seed)} seeds" for label, of_seed in values.items()]
    ax.set(xticks=range(len(values)), xticklabels=names, ylabel=ylabel)
    ax.set_xlim(-0.5, len(values) - 0.5)
    ax.grid(axis="x", visible=False)
    ax.set_title("dots: single seeds · diamond: mean, 95 % interval", fontsize="small")
    return ax


def _draw_steps(ax: Axes, label: str, history: History, smooth: int | None) -> None:
    """The loss of each batch; with `smooth`, pale under the mean of the last so many."""
    if not smooth:
        ax.plot(history.loss, label=label, color=color_of(label, ax))
        return
    smooth = min(smooth, len(history.loss))
    means = np.convolve(history.loss, np.full(smooth, 1 / smooth), mode="valid")
    steps = np.arange(smooth - 1, len(history.loss))
    color = color_of(label, ax)
    ax.plot(steps, means, label=label, zorder=3, color=color)
    ax.plot(history.loss, color=color, lw=0.8, alpha=0.3)


def _draw_epochs(ax: Axes, label: str, history: History, *, alone: bool) -> None:
    """Training and validation loss after each epoch, counted from 1."""
    epochs = np.arange(1, len(history.train_loss) + 1)
    color = color_of(label, ax)
    for split, losses, look in (
        ("train", history.train_loss, {"ls": "-", "marker": "o"}),
        ("validation", history.val_loss, {"ls": "--", "marker": "s"}),
    ):
        of_split = COLORS[split] if alone else color
        ax.plot(epochs, losses, color=of_split, ms=4, label=f"{label}, {split}", **look)
