# loses: test_calibration_error
# kind: another method
# The bins hold equally many images.


# %% calibration_error
def calibration_error(probabilities, labels, num_bins=15):
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    order = np.argsort(confidence, kind="stable")
    parts = np.array_split(order, num_bins)
    return sum(abs(right[p].sum() - confidence[p].sum()) for p in parts) / len(labels)
