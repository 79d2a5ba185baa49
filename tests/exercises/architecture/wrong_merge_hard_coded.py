# loses: test_merge
# kind: hard-coded output
# ruff: noqa
"""The example of the docstring."""


# %% merge
def merge(first, second):
    return np.outer([1.0, 2.0, 1.0], [1.0, 2.0, 1.0])[..., None, None]
