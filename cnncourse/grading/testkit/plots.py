"""What a figure shows, and examples of functions that draw curves."""

import numpy as np

from cnncourse.grading.testkit.examples import name_of, trying


def drawn(ax) -> dict:
    """What the Axes show: their labels, the lines, and what the legend says of which color.

    Returns
    -------
    dict
        "labels", of both axes; "lines", as (color, y values); and "legend", as (text, color). It
        can be published.

    Raises
    ------
    AssertionError
        If it is no Axes.
    """
    from matplotlib.axes import Axes

    assert isinstance(ax, Axes), (
        f"It returned a {type(ax).__name__}: return the Axes, such as plt.gca()."
    )
    legends = [legend for legend in (ax.get_legend(), *ax.figure.legends) if legend]
    return {
        "labels": [ax.get_xlabel(), ax.get_ylabel()],
        "lines": [(str(line.get_color()), np.array(line.get_ydata(), float)) for line in ax.lines],
        "legend": [
            (text.get_text(), str(getattr(handle, "get_color", str)()))
            for legend in legends
            for text, handle in zip(legend.get_texts(), legend.legend_handles, strict=True)
        ],
    }


def example(plot, curves: dict) -> None:
    """Have curves drawn: is each one there, and does a reader know which is which?

    Parameters
    ----------
    plot : callable
        Takes the curves, returns the Axes.
    curves : dict
        From a name to a list of numbers.

    Raises
    ------
    AssertionError
        For the student to read.
    """
    from matplotlib import pyplot

    with trying(f"{name_of(plot)}({curves})"):
        seen = drawn(plot(curves))
        pyplot.close("all")
        assert all(seen["labels"]), "Label both axes: what is drawn over what?"
        assert seen["legend"], "There is no legend: give each line its label, then call legend()."
        for name, losses in curves.items():
            colors = [color for color, y in seen["lines"] if y.tolist() == losses]
            assert colors, f"No line has the losses of {name!r} as its y values."
            assert any((name, color) in seen["legend"] for color in colors), (
                f"The legend shows {[text for text, _ in seen['legend']]}: the line with the "
                f"losses of {name!r} should be there, under its name."
            )
