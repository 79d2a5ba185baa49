# ruff: noqa
"""Sends the grader one message of hundreds of megabytes, which it would have to hold whole.

Must not harm: the grader's memory.
"""
# ends: needs a look

# %% loss
print("x" * 400_000_000)

# %% gradient
from IPython.display import display

display({"text/plain": "y" * 200_000_000}, raw=True)
