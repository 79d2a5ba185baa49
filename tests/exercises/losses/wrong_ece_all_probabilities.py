# loses: test_calibration_error
# kind: another method
# ruff: noqa
"""All probabilities are binned, not the largest."""


# %% calibration_error
def calibration_error(probabilities, labels, num_bins=15):
    confidences = probabilities.ravel()
    right = np.eye(probabilities.shape[1])[labels].ravel()
    edges = np.arange(1, num_bins) / num_bins
    bins = np.digitize(confidences, edges)
    gaps = np.bincount(bins, weights=right - confidences, minlength=num_bins)
    return np.abs(gaps).sum() / len(labels)
