# ruff: noqa
"""Ends the kernel's process without a word, in the middle of a test.

Must not gain: a point; not zero either: its submission needs a look.
"""
# ends: needs a look

# %% loss
import os


def cross_entropy(logits, labels):
    os._exit(0)
