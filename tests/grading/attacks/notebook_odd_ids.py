# ruff: noqa
"""Grade ids that are paths, SQL and markup, and nbgrader metadata of wrong types.

Must not gain or harm: a point, a file, a table.
"""
# ends: needs a look

# %% hand-in
names = [
    "../../../" + known.token,
    "'; DROP TABLE grade; --",
    "<script>alert('" + known.token + "')</script>",
]
for name, cell in zip(names, notebook.cells[1::2]):
    cell.metadata.nbgrader.grade_id = name
notebook.cells[2].metadata.nbgrader.points = "NaN"
