# ruff: noqa
"""Hands in further notebooks: copies with the tests gone, under names that a grader could mix up.

Must not gain: a point.
"""
# ends: graded

# %% hand-in
import copy

import nbformat

easy = copy.deepcopy(notebook)
for cell in easy.cells:
    if cell.metadata.nbgrader.grade:
        cell.source = "pass"
for name in (
    "Numbers.ipynb",
    "numbers (1).ipynb",
    "numbers.ipynb.ipynb",
    ".numbers.ipynb",
    "a.ipynb",
):
    nbformat.write(easy, folder / name)
(folder / ".ipynb_checkpoints").mkdir()
nbformat.write(easy, folder / ".ipynb_checkpoints" / "numbers.ipynb")
