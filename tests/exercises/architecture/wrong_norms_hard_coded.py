# loses: test_gradient_norms
# kind: hard-coded output
# ruff: noqa
"""Four plausible numbers."""


# %% gradient_norms [pytorch]
def gradient_norms(model, x, y):
    return [0.01, 0.02, 0.03, 0.04]


# %% gradient_norms [tensorflow]
def gradient_norms(model, x, y):
    return [0.01, 0.02, 0.03, 0.04]
