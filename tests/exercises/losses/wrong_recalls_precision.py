# loses: test_recalls
# kind: another axis
# ruff: noqa
"""The share of the predictions that are right: precision."""


# %% recalls
def recalls(predictions, labels, num_classes):
    numbers = np.bincount(predictions, minlength=num_classes)
    found = np.bincount(labels[predictions == labels], minlength=num_classes)
    return np.where(numbers > 0, found / np.maximum(numbers, 1), np.nan)
