# loses: test_class_weights
# kind: one class or none
# ruff: noqa
"""As many weights as the largest label says."""


# %% class_weights
def class_weights(labels, num_classes):
    numbers = np.bincount(labels)
    mean = numbers[numbers > 0].mean()
    return np.where(numbers > 0, mean / np.maximum(numbers, 1), 0.0)
