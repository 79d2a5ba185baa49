"""One look for all figures: the palette, the fixed colors, the settings of Matplotlib."""

import matplotlib
import matplotlib.pyplot as plt
from matplotlib.axes import Axes

BLACK, ORANGE, SKY_BLUE, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
BLUE, VERMILION, PURPLE = "#0072B2", "#D55E00", "#CC79A7"

PALETTE = (BLUE, VERMILION, GREEN, PURPLE, SKY_BLUE, ORANGE, BLACK)
"""Order in which labels without a color of their own get one; yellow is too pale for a line."""

COLORS = {
    "PyTorch": ORANGE,
    "TensorFlow": BLUE,
    "train": GREEN,
    "validation": PURPLE,
    "SGD": VERMILION,
    "SGD + momentum": SKY_BLUE,
    "RMSprop": GREEN,
    "Adam": BLACK,
    "AdamW": PURPLE,
}
"""Color of each label that recurs; optimizers in the order in which they are always shown."""

STYLE = {
    "axes.grid": True,
    "axes.prop_cycle": matplotlib.cycler(color=PALETTE),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": "medium",
    "figure.constrained_layout.use": True,
    "figure.figsize": (6.4, 3.8),
    "font.size": 11,
    "grid.alpha": 0.3,
    "image.cmap": "cividis",
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    "savefig.dpi": 150,
}
"""Settings of every figure; for one figure alone, `with matplotlib.rc_context(STYLE):`."""


def style() -> None:
    """Draw all figures that follow in the style of the course.

    Examples
    --------
    >>> style()
    >>> matplotlib.rcParams["axes.spines.top"]
    False
    """
    matplotlib.rcParams.update(STYLE)


def color_of(label: str, ax: Axes) -> str:
    """The fixed color of a label, else the first of the palette that no line of `ax` has."""
    used = {line.get_color() for line in ax.lines}
    free = (color for color in PALETTE if color not in used)
    return COLORS.get(label) or next(free, PALETTE[len(ax.lines) % len(PALETTE)])


def new_axes() -> Axes:
    return plt.subplots()[1]


def with_unit(what: str, unit: str) -> str:
    return f"{what} ({unit})" if unit else what
