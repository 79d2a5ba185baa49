# loses: test_calibration_error
# kind: off by one
# keeps: 1 of test_calibration_error
# ruff: noqa
"""A confidence on the border falls into the lower bin."""


# %% calibration_error
def calibration_error(probabilities, labels, num_bins=15):
    confidences = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    edges = np.arange(1, num_bins) / num_bins
    bins = np.digitize(confidences, edges, right=True)
    gaps = np.bincount(bins, weights=right - confidences, minlength=num_bins)
    return np.abs(gaps).sum() / len(labels)
