# loses: test_recalls
# kind: another method
# ruff: noqa
"""Accuracy of "is it class k?", which counts the other images, too."""


# %% recalls
def recalls(predictions, labels, num_classes):
    numbers = np.bincount(labels, minlength=num_classes)
    found = np.bincount(labels[predictions == labels], minlength=num_classes)
    return np.where(numbers > 0, [np.mean((predictions == k) == (labels == k)) for k in range(num_classes)], np.nan)
