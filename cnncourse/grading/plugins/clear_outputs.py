"""Clears what a student's cells printed before they are run again, but for those only shown."""

from nbgrader.preprocessors import ClearOutput

from cnncourse.grading.notebooks.shown import TAG, only_shown, shows_only, text_and_pictures
from cnncourse.grading.plugins.source import source_of
from cnncourse.grading.sandbox.limits import Limits
from cnncourse.grading.sandbox.outputs import Budget

_NOT_EXECUTED = "skip-execution"  # nbclient's own word for it


class ClearOutputsMadeAnew(ClearOutput):
    """Clear the outputs of all cells but those that are only shown, and have these not executed."""

    def preprocess(self, nb, resources):
        """Clear one submission."""
        self._shown = only_shown(source_of(self, resources))
        self._budget = Budget(Limits())
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell, resources, cell_index):
        """Clear one cell, or see to it that it stays as it is."""
        if not shows_only(cell, self._shown):
            return super().preprocess_cell(cell, resources, cell_index)
        cell.metadata["tags"] = [TAG, _NOT_EXECUTED]
        self._budget.start_cell()
        cell.outputs = list(filter(self._budget.takes, text_and_pictures(cell.outputs)))
        return cell, resources
