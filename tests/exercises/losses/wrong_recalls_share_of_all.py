# loses: test_recalls
# kind: reduction
# ruff: noqa
"""Divided by the number of all images."""


# %% recalls
def recalls(predictions, labels, num_classes):
    numbers = np.bincount(labels, minlength=num_classes)
    found = np.bincount(labels[predictions == labels], minlength=num_classes)
    return np.where(numbers > 0, found / len(labels), np.nan)
