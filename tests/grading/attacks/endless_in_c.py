# ruff: noqa
"""Holds the interpreter's lock in C code that cannot be interrupted, in every cell.

Must not harm: it is stopped, its submission needs a look, and the batch goes on.
"""
# ends: needs a look

# %% loss
import re

re.match(r"(a+)+$", "a" * 60 + "b")  # never ends
