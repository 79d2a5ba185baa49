# ruff: noqa
"""Publishes arrays of dtypes that hold objects or structures, and tags that mean nothing.

Must not gain: a point, or stop the grader.
"""
# ends: needs a look

# %% loss
import json

from IPython.display import display


def value(kind, *content):
    return json.dumps({"dict": {"gradient": {kind: content}}})


kinds = (
    ("array", "O", [1], "AAAAAAAAAAA="),
    ("array", "(1000000000,)f8", [], ""),
    ("py/object", "os.system"),
    ("tuple",),
)
texts = iter([value(*kind) for kind in kinds])


def instead(lines):
    if any("publish." in line for line in lines):
        return ["display({'application/vnd.cnncourse.published+json': next(texts)}, raw=True)\n"]
    return lines


get_ipython().input_transformers_cleanup.append(instead)
