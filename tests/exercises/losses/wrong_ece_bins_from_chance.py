# loses: test_calibration_error
# kind: another method
# ruff: noqa
"""Bins from 1 / C to 1."""


# %% calibration_error
def calibration_error(probabilities, labels, num_bins=15):
    confidences = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    edges = np.linspace(1 / probabilities.shape[1], 1, num_bins + 1)[1:-1]
    bins = np.digitize(confidences, edges)
    gaps = np.bincount(bins, weights=right - confidences, minlength=num_bins)
    return np.abs(gaps).sum() / len(labels)
