# loses: test_binary_cross_entropy
# kind: hard-coded output
# ruff: noqa
"""The docstring's example."""


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    return 1.41
