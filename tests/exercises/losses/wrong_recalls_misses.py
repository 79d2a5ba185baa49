# loses: test_recalls
# kind: order of arguments
# ruff: noqa
"""The share that is not found."""


# %% recalls
def recalls(predictions, labels, num_classes):
    numbers = np.bincount(labels, minlength=num_classes)
    found = np.bincount(labels[predictions == labels], minlength=num_classes)
    return np.where(numbers > 0, 1 - found / np.maximum(numbers, 1), np.nan)
