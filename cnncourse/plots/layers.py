"""What was seen of each layer of a watched training, over the layers."""

from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from cnncourse.errors import CourseError, unknown_name
from cnncourse.plots.style import color_of, new_axes

_YLABELS = {
    "grad_norm": "Norm of the kernel's gradient",
    "spread": "Standard deviation of what comes out",
    "dead": "Dead units (%)",
}


def layers(looks: Mapping[str, Mapping], what: str, *, ax: Axes | None = None) -> Axes:
    """Draw what was seen of each layer, from the first one to the last, a line for each look.

    Gradients and spreads are on a logarithmic axis: what vanishes or explodes from layer to layer
    is a straight line there.

    Parameters
    ----------
    looks : mapping of str to mapping
        Label -> an entry of `history.watched`.
    what : str
        "grad_norm", "spread" or "dead".
    ax : Axes, optional

    Examples
    --------
    >>> look = {"grad_norm": [0.1, 0.2], "spread": [1.0, 0.5], "dead": [1, 0], "units": [4, 10]}
    >>> layers({"before": look}, "dead").lines[0].get_ydata().tolist()
    [25.0, 0.0]
    """
    if what not in _YLABELS:
        raise CourseError(unknown_name("thing to draw of layers", what, _YLABELS))
    ax = ax or new_axes()
    for label, look in looks.items():
        values = list(look[what])
        if what == "dead":
            values = [100 * dead / units for dead, units in zip(values, look["units"], strict=True)]
        numbers = range(1, len(values) + 1)
        ax.plot(numbers, values, ".-", color=color_of(label, ax), label=label)
    ax.set_xlabel("Layer, counted from the images")
    ax.set_ylabel(_YLABELS[what])
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    if what != "dead":
        ax.set_yscale("log")
    ax.legend()
    return ax
