# ruff: noqa
"""Prints, writes and draws what takes hours to lay out as a page, though it is small.

Must not harm: the page shows it as it was typed, and the batch goes on.
"""
# ends: graded

# %% loss
print("\x1b[31m.\x1b[0m" * 400_000)

# %% hand-in
from nbformat.v4 import new_code_cell, new_markdown_cell

notebook.cells.append(new_markdown_cell("a" + " " * 300_000 + "b"))
notebook.cells.append(new_markdown_cell("<b>" * 30_000))
notebook.cells.append(new_code_cell("1" + "\n" * 60_000 + "2"))
