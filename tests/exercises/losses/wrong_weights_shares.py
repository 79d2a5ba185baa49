# loses: test_class_weights
# kind: order of arguments
# ruff: noqa
"""n_k / mean: frequent classes weigh more."""


# %% class_weights
def class_weights(labels, num_classes):
    numbers = np.bincount(labels, minlength=num_classes)
    mean = numbers[numbers > 0].mean()
    return np.where(numbers > 0, numbers / mean, 0.0)
