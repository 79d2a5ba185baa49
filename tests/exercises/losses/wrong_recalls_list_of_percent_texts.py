# loses: test_recalls
# kind: shape or type returned
# ruff: noqa
"""A dict of the recalls."""


# %% recalls
def recalls(predictions, labels, num_classes):
    numbers = np.bincount(labels, minlength=num_classes)
    found = np.bincount(labels[predictions == labels], minlength=num_classes)
    return dict(enumerate(np.where(numbers > 0, found / np.maximum(numbers, 1), np.nan)))
