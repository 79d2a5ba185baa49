# loses: test_verdict
# kind: hard-coded output
# ruff: noqa
"""The docstring's example."""


# %% verdict
def verdict(plain, augmented):
    return ("no conclusion", -0.4484, 0.0484)
