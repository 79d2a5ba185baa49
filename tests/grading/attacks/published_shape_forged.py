# ruff: noqa
"""Publishes arrays whose shape is negative, enormous, or not that of their bytes.

Must not gain: a point, or stop the grader.
"""
# ends: graded

# %% loss
import json

from IPython.display import display


def array(shape):
    return json.dumps({"dict": {"loss": {"array": ["float64", shape, ""]}}})


texts = iter(map(array, ([-1], [2**62], [0, 2**62], [True, 1.5, "3"])))


def instead(lines):
    if any("publish." in line for line in lines):
        return ["display({'application/vnd.cnncourse.published+json': next(texts)}, raw=True)\n"]
    return lines


get_ipython().input_transformers_cleanup.append(instead)
