# ruff: noqa
"""Publishes what is deep, wide, or no text at all.

Must not gain: a point, or stop the grader.
"""
# ends: needs a look

# %% loss
import json

from IPython.display import display

deep = "[" * 50_000 + "]" * 50_000
wide = json.dumps({"dict": {str(number): number for number in range(200_000)}})
texts = iter([deep, wide, {"loss": 1.0}, ["loss", 10**30]])


def instead(lines):
    if any("publish." in line for line in lines):
        return ["display({'application/vnd.cnncourse.published+json': next(texts)}, raw=True)\n"]
    return lines


get_ipython().input_transformers_cleanup.append(instead)
