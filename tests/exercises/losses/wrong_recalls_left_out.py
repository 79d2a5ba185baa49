# loses: test_recalls
# kind: one class or none
# ruff: noqa
"""Classes without images are left out."""


# %% recalls
def recalls(predictions, labels, num_classes):
    numbers = np.bincount(labels, minlength=num_classes)
    found = np.bincount(labels[predictions == labels], minlength=num_classes)
    return found[numbers > 0] / numbers[numbers > 0]
