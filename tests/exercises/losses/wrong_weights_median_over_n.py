# loses: test_class_weights
# kind: reduction
# ruff: noqa
"""The median over n_k."""


# %% class_weights
def class_weights(labels, num_classes):
    numbers = np.bincount(labels, minlength=num_classes)
    mean = np.median(numbers[numbers > 0])
    return np.where(numbers > 0, mean / np.maximum(numbers, 1), 0.0)
