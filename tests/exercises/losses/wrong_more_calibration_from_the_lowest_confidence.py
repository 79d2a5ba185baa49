# loses: test_calibration_error
# kind: wrong number
# The bins go from the lowest confidence in the data to 1.


# %% calibration_error
def calibration_error(probabilities, labels, num_bins=15):
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    begin = confidence.min()
    place = (confidence - begin) / max(1 - begin, 1e-12) * num_bins
    bins = np.minimum(place.astype(int), num_bins - 1)
    gaps = [np.abs(np.sum(right[bins == b]) - np.sum(confidence[bins == b])) for b in set(bins)]
    return sum(gaps) / len(labels)
