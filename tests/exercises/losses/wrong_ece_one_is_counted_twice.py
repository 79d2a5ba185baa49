# loses: test_calibration_error
# kind: edge case
# keeps: 1 of test_calibration_error
# ruff: noqa
"""Both borders belong to a bin."""


# %% calibration_error
def calibration_error(probabilities, labels, num_bins=15):
    confidences = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    error = 0
    for b in range(num_bins):
        inside = (confidences >= b / num_bins) & (confidences <= (b + 1) / num_bins)
        error += abs((right - confidences)[inside].sum())
    return error / len(labels)
