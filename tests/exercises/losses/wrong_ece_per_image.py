# loses: test_calibration_error
# kind: another method
# ruff: noqa
"""The gap of each image: |right - confidence|."""


# %% calibration_error
def calibration_error(probabilities, labels, num_bins=15):
    confidences = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    edges = np.arange(1, num_bins) / num_bins
    bins = np.digitize(confidences, edges)
    gaps = np.bincount(bins, weights=right - confidences, minlength=num_bins)
    return np.abs(right - confidences).sum() / len(labels)
