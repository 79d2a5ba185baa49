# loses: test_judge
# kind: hard-coded output
# ruff: noqa
"""The docstring's example."""


# %% judge
def judge(first, second, classes):
    return 0.3, -0.9706, 1.5706, "no conclusion"
