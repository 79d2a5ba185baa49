# loses: test_class_weights
# kind: one class or none
# ruff: noqa
"""The mean runs over empty classes, too."""


# %% class_weights
def class_weights(labels, num_classes):
    numbers = np.bincount(labels, minlength=num_classes)
    mean = numbers.mean()
    return np.where(numbers > 0, mean / np.maximum(numbers, 1), 0.0)
