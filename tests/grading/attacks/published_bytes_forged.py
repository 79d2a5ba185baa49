# ruff: noqa
"""Publishes arrays whose bytes are no base64 or far too many, and text that is no JSON.

Must not gain: a point, or stop the grader.
"""
# ends: either

# %% loss
import json

from IPython.display import display


def array(data):
    return json.dumps({"dict": {"loss": {"array": ["float64", [], data]}}})


texts = iter(
    [
        array("@@@@@@@@@@@="),
        array("A" * 9_000_000),
        "{" * 100_000,
        '{"dict": {"loss": NaN, "loss": 1e999}}',
    ]
)


def instead(lines):
    if any("publish." in line for line in lines):
        return ["display({'application/vnd.cnncourse.published+json': next(texts)}, raw=True)\n"]
    return lines


get_ipython().input_transformers_cleanup.append(instead)
