# ruff: noqa
"""Crashes the kernel by writing where it must not.

Must not harm: its submission needs a look, and the batch goes on.
"""
# ends: needs a look

# %% loss
import ctypes

ctypes.string_at(0)
