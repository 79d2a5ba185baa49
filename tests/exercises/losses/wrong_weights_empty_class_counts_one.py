# loses: test_class_weights
# kind: one class or none
# ruff: noqa
"""A class without images is weighed as if it had one."""


# %% class_weights
def class_weights(labels, num_classes):
    numbers = np.bincount(labels, minlength=num_classes)
    mean = numbers[numbers > 0].mean()
    return mean / np.maximum(numbers, 1)
