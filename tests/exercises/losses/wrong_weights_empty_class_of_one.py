# loses: test_class_weights
# kind: one class or none
# ruff: noqa
"""A class without images gets the weight 1."""


# %% class_weights
def class_weights(labels, num_classes):
    numbers = np.bincount(labels, minlength=num_classes)
    mean = numbers[numbers > 0].mean()
    return np.where(numbers > 0, mean / np.maximum(numbers, 1), 1.0)
