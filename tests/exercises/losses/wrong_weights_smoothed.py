# loses: test_class_weights
# kind: off by one
# ruff: noqa
"""1 is added to each number."""


# %% class_weights
def class_weights(labels, num_classes):
    numbers = np.bincount(labels, minlength=num_classes)
    mean = numbers[numbers > 0].mean()
    return np.where(numbers > 0, mean / (numbers + 1), 0.0)
