"""The figures of the course, in one style: the same thing has the same color on every page.

Alternative text belongs to the page, not to the figure: give it in the metadata of the cell, as
`mystnb: {image: {alt: "..."}}`.
"""

from cnncourse.plots.images import image_grid
from cnncourse.plots.intervals import intervals
from cnncourse.plots.layers import layers
from cnncourse.plots.runs import framework_overlay, loss_curves, measured
from cnncourse.plots.speed import speed_steps, training_speed
from cnncourse.plots.style import COLORS, STYLE, style
from cnncourse.plots.surface import loss_slice

__all__ = [
    "COLORS",
    "STYLE",
    "framework_overlay",
    "image_grid",
    "intervals",
    "layers",
    "loss_curves",
    "loss_slice",
    "measured",
    "speed_steps",
    "style",
    "training_speed",
]
