# loses: test_recalls
# kind: reduction
# ruff: noqa
"""The accuracy for each class."""


# %% recalls
def recalls(predictions, labels, num_classes):
    numbers = np.bincount(labels, minlength=num_classes)
    found = np.bincount(labels[predictions == labels], minlength=num_classes)
    return np.where(numbers > 0, np.mean(predictions == labels), np.nan)
