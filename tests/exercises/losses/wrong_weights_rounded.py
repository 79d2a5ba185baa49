# loses: test_class_weights
# kind: wrong number
# ruff: noqa
"""Rounded to one digit."""


# %% class_weights
def class_weights(labels, num_classes):
    numbers = np.bincount(labels, minlength=num_classes)
    mean = numbers[numbers > 0].mean()
    return np.round(np.where(numbers > 0, mean / np.maximum(numbers, 1), 0.0), 1)
