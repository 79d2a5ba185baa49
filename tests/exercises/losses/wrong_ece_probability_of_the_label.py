# loses: test_calibration_error
# kind: labels as predictions
# ruff: noqa
"""The confidence is the probability of the right class."""


# %% calibration_error
def calibration_error(probabilities, labels, num_bins=15):
    confidences = probabilities[np.arange(len(labels)), labels]
    right = probabilities.argmax(axis=1) == labels
    edges = np.arange(1, num_bins) / num_bins
    bins = np.digitize(confidences, edges)
    gaps = np.bincount(bins, weights=right - confidences, minlength=num_bins)
    return np.abs(gaps).sum() / len(labels)
