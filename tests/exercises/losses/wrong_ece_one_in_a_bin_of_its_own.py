# loses: test_calibration_error
# kind: edge case
# keeps: 1 of test_calibration_error
# ruff: noqa
"""A confidence of 1 has a bin of its own."""


# %% calibration_error
def calibration_error(probabilities, labels, num_bins=15):
    confidences = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    bins = np.digitize(confidences, np.arange(1, num_bins + 1) / num_bins)
    return np.abs(np.bincount(bins, weights=right - confidences)).sum() / len(labels)
