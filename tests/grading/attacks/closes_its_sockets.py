# ruff: noqa
"""Closes every descriptor, its sockets to the grader among them, and goes on computing.

Must not harm: its submission needs a look, and the batch goes on.
"""
# ends: needs a look

# %% loss
import os
import time

os.closerange(3, 2000)
time.sleep(1000)  # never ends
