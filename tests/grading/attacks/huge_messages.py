# ruff: noqa
"""Raises with a message of megabytes, shows an object whose repr is huge, and recurses for ever.

Must not harm: the grader, its table, its report and its terminal show a line of it at most.
"""
# ends: needs a look

# %% loss
raise ValueError("m" * 20_000_000)  # never ends for the grader, which cannot take the reply

# %% gradient
10**200_000  # its digits take minutes, and Python refuses


# %% train
class Huge:
    def __repr__(self):
        return "r" * 30_000_000


Huge()

# %% classify
import sys

sys.setrecursionlimit(10**6)


def classify(*args, **kwargs):
    return classify(*args, **kwargs)


classify()
