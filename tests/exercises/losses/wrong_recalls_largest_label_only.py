# loses: test_recalls
# kind: one class or none
# ruff: noqa
"""Only as many classes as there are labels."""


# %% recalls
def recalls(predictions, labels, num_classes):
    numbers = np.bincount(labels, minlength=0)
    found = np.bincount(labels[predictions == labels], minlength=0)
    found = np.append(found, np.zeros(len(numbers) - len(found)))
    return np.where(numbers > 0, found / np.maximum(numbers, 1), np.nan)
