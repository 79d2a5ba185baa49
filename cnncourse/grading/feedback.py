"""Keep hidden tests out of the feedback that a student reads."""

import re

from nbconvert.filters import strip_ansi
from nbgrader import utils
from nbgrader.preprocessors import ClearHiddenTests


class HideTests(ClearHiddenTests):
    """Remove hidden tests from the source and from the tracebacks of test cells.

    A traceback quotes the lines around the one that failed. The frames of the test cell itself
    are left out; the frames of the student's own cells and the message stay.
    """

    def preprocess_cell(self, cell, resources, cell_index):
        """Clear one cell."""
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if cell.cell_type == "code" and utils.is_grade(cell):
            own = re.compile(rf"(Cell|Input) In ?\[{cell.execution_count}\]")
            for output in cell.outputs:
                if output.output_type == "error":
                    frames = output.traceback
                    output.traceback = [f for f in frames if not own.match(strip_ansi(f))]
        return cell, resources
