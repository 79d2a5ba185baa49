"""A figure to turn and to look into, with a still picture of the same wherever no script runs."""

import base64
import html
import io
import json

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from cnncourse.errors import CourseError


class Interactive:
    """What a cell ends with to show a figure of Plotly in the book, and a picture elsewhere.

    In the rendered book a script of the book takes the picture's place with the figure; in a
    notebook, in print, and where no script runs, the picture stays.

    Parameters
    ----------
    moving : plotly.graph_objects.Figure
    still : matplotlib.figure.Figure
        A picture of the same. It is closed, so that the cell does not show it a second time.
    alt : str
        What there is to be seen, for those who do not see it.

    Examples
    --------
    >>> from plotly import graph_objects
    >>> still, ax = plt.subplots()
    >>> shown = Interactive(graph_objects.Figure(), still, alt="Nothing yet.")
    >>> sorted(shown._repr_mimebundle_())
    ['image/png', 'text/html', 'text/plain']
    """

    def __init__(self, moving, still: Figure, *, alt: str):
        if not alt.strip():
            raise CourseError("alt is empty: say in a sentence what the figure shows.")
        self._figure, self._alt = moving.to_json(), alt
        picture = io.BytesIO()
        still.savefig(picture, format="png")
        plt.close(still)
        self._picture = base64.b64encode(picture.getvalue()).decode("ascii")

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        return {"text/plain": self._alt, "image/png": self._picture, "text/html": self._html()}

    def _html(self) -> str:
        # Within a script element only "</" could end it.
        data = json.dumps(json.loads(self._figure)).replace("</", "<\\/")
        picture = f"data:image/png;base64,{self._picture}"
        return (
            '<div class="interactive-figure">'
            f'<img alt="{html.escape(self._alt)}" src="{picture}">'
            f'<script type="application/json">{data}</script></div>'
        )
