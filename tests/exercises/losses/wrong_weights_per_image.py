# loses: test_class_weights
# kind: shape or type returned
# ruff: noqa
"""One weight per image."""


# %% class_weights
def class_weights(labels, num_classes):
    numbers = np.bincount(labels, minlength=num_classes)
    mean = numbers[numbers > 0].mean()
    return (mean / np.maximum(numbers, 1))[labels]
