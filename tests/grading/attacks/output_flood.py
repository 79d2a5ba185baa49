# ruff: noqa
"""Prints, warns and displays without end, to fill the grader's memory (some hundred megabytes at most).

Must not harm: the grader keeps a part of it and stays small.
"""
# ends: needs a look

# %% loss
line = "x" * 10_000
for _ in range(20_000):
    print(line)

# %% gradient
import sys

sys.stderr.write("e" * 50_000_000)

# %% train
from IPython.display import clear_output, display

for number in range(3_000):
    display({"text/html": f"<b>{number}</b>" * 1000, "text/plain": ""}, raw=True)
    clear_output(wait=True)

# %% classify
import os

for _ in range(2_000):
    os.write(1, b"raw" * 10_000)
