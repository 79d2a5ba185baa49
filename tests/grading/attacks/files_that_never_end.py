# ruff: noqa
"""Hands in a pipe, which blocks whoever opens it, and a link to a device without an end.

Must not harm: the grader that reads the folder.
"""
# ends: needs a look

# %% hand-in
import os

os.mkfifo(folder / "data.csv")
os.mkfifo(folder / "timestamp.txt")  # which nbgrader reads
os.symlink("/dev/zero", folder / "weights.bin")
with open(folder / "sparse.bin", "wb") as file:
    file.truncate(2**40)
