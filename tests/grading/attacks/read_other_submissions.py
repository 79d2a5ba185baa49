# ruff: noqa
"""Copies the answers of a fellow student, from what was handed in or from what is being graded.

Must not gain: a fellow student's answer.
"""
# ends: graded

# %% loss, gradient, train, classify
import glob
import json

for path in glob.glob(known.course + "/submitted/*/*/*.ipynb") + glob.glob("../../*/*/*.ipynb"):
    for cell in json.load(open(path))["cells"]:
        source = "".join(cell["source"])
        if source.startswith("def ") and "Error" not in source and "known" not in source:
            print(path, source)
            exec(source, globals())
