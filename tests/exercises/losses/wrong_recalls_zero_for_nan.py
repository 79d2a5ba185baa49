# loses: test_recalls
# kind: one class or none
# ruff: noqa
"""0 for a class without images."""


# %% recalls
def recalls(predictions, labels, num_classes):
    numbers = np.bincount(labels, minlength=num_classes)
    found = np.bincount(labels[predictions == labels], minlength=num_classes)
    return np.where(numbers > 0, found / np.maximum(numbers, 1), 0.0)
