# loses: test_recalls
# kind: order of arguments
# ruff: noqa
"""predictions and labels are exchanged."""


# %% recalls
def recalls(labels, predictions, num_classes):
    numbers = np.bincount(labels, minlength=num_classes)
    found = np.bincount(labels[predictions == labels], minlength=num_classes)
    return np.where(numbers > 0, found / np.maximum(numbers, 1), np.nan)
