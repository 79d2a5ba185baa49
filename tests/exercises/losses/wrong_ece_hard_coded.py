# loses: test_calibration_error
# kind: hard-coded output
# ruff: noqa
"""The docstring's example."""


# %% calibration_error
def calibration_error(probabilities, labels, num_bins=15):
    return 1 / 3
