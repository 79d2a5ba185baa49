# loses: test_class_weights
# kind: part left out
# ruff: noqa
"""1 / n_k."""


# %% class_weights
def class_weights(labels, num_classes):
    numbers = np.bincount(labels, minlength=num_classes)
    mean = 1
    return np.where(numbers > 0, mean / np.maximum(numbers, 1), 0.0)
