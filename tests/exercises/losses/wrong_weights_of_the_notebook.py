# loses: test_class_weights
# kind: global for an argument
# ruff: noqa
"""Weighs by the numbers of the notebook."""


# %% class_weights
def class_weights(labels, num_classes):
    numbers = np.bincount(y_train, minlength=num_classes)
    mean = numbers[numbers > 0].mean()
    return np.where(numbers > 0, mean / np.maximum(numbers, 1), 0.0)
