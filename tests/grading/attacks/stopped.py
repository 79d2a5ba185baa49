# ruff: noqa
"""Stops itself, as Ctrl-Z does: the process is there and will never answer.

Must not harm: its submission needs a look, and the batch goes on.
"""
# ends: needs a look

# %% loss
import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)  # never ends
