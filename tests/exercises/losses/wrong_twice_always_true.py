# loses: test_is_softmax_twice
# kind: hard-coded output
# ruff: noqa
"""Always True."""


# %% is_softmax_twice
def is_softmax_twice(outputs):
    return True
