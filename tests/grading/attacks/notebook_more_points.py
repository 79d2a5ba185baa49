# ruff: noqa
"""Claims points in the notebook's metadata: 1000 for every test, and graded cells of its own.

Must not gain: a point. The gradebook says what a cell is worth.
"""
# ends: needs a look

# %% hand-in
from nbformat.v4 import new_code_cell

for cell in notebook.cells:
    if cell.metadata.nbgrader.grade:
        cell.metadata.nbgrader.points = 1000
own = dict(notebook.cells[2].metadata.nbgrader, grade_id="test_bonus", points=50)
notebook.cells.append(new_code_cell("pass", metadata={"nbgrader": own}))
