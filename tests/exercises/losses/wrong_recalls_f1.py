# loses: test_recalls
# kind: another method
# ruff: noqa
"""The F1 score."""


# %% recalls
def recalls(predictions, labels, num_classes):
    numbers = np.bincount(labels, minlength=num_classes)
    found = np.bincount(labels[predictions == labels], minlength=num_classes)
    return np.where(numbers > 0, 2 * found / (numbers + np.bincount(predictions, minlength=num_classes)).clip(1), np.nan)
