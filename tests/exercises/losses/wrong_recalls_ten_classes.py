# loses: test_recalls
# kind: wrong number
# ruff: noqa
"""Ten classes, whatever num_classes is."""


# %% recalls
def recalls(predictions, labels, num_classes):
    numbers = np.bincount(labels, minlength=10)
    found = np.bincount(labels[predictions == labels], minlength=10)
    return np.where(numbers > 0, found / np.maximum(numbers, 1), np.nan)
