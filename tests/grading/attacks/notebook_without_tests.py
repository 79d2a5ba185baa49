# ruff: noqa
"""Hands in no tests at all, no setup, and answers in another order.

Must not gain: a point.
"""
# ends: graded

# %% hand-in
notebook.cells = [cell for cell in notebook.cells if cell.metadata.nbgrader.solution][::-1]
