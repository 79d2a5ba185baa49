# loses: test_class_weights
# kind: one class or none
# ruff: noqa
"""A class without images gets an infinite weight."""


# %% class_weights
def class_weights(labels, num_classes):
    numbers = np.bincount(labels, minlength=num_classes)
    mean = numbers[numbers > 0].mean()
    return mean / numbers
