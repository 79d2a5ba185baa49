# ruff: noqa
"""Repeats the grade ids of the tests on cells of its own, before and after the real ones.

Must not gain: a point.
"""
# ends: graded

# %% hand-in
import copy

tests = [cell for cell in notebook.cells if cell.metadata.nbgrader.grade]
own = copy.deepcopy(tests)
for cell in own:
    cell.source, cell.id = "pass", cell.id + "-again"
notebook.cells = [*own[:2], *notebook.cells, *own[2:]]
