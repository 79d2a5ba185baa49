# loses: test_recalls
# kind: wrong number
# ruff: noqa
"""In percent."""


# %% recalls
def recalls(predictions, labels, num_classes):
    numbers = np.bincount(labels, minlength=num_classes)
    found = np.bincount(labels[predictions == labels], minlength=num_classes)
    return np.where(numbers > 0, 100 * found / np.maximum(numbers, 1), np.nan)
