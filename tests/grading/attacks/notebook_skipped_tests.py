# ruff: noqa
"""Tags every test so that nbclient leaves it out, or takes its error for wanted.

Must not gain: a point: a test that did not run has not been passed.
"""
# ends: graded

# %% hand-in
for cell in notebook.cells:
    if cell.metadata.nbgrader.grade:
        cell.metadata.tags = ["skip-execution", "raises-exception", "remove_cell", "remove_input"]
