# ruff: noqa
"""Hands in files whose names are options, line breaks, markup, other encodings or very long.

Must not harm: the batch goes on.
"""
# ends: graded

# %% hand-in
import os

names = [
    "-rf",
    "a\nb",
    "<script>alert('" + known.token + "')</script>",
    "n" * 250,
    "CON",
    "~",
    "$(touch x)",
    "%2e%2e%2f",
]
for name in names:
    if "/" not in name:
        (folder / name).write_text("odd")
with open(os.fsencode(folder) + b"/\xff\xfe", "w") as file:
    file.write("no UTF-8")
(folder / "gradebook.db").write_text("mine")
(folder / "feedback").mkdir()
(folder / "numbers.html").write_text("<script>alert('" + known.token + "')</script>")
