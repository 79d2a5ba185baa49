# loses: test_class_weights
# kind: one class or none
# The weights of the classes that have images stand on the first places: right if the last ones
# are missing.


# %% class_weights
def class_weights(labels, num_classes):
    _, counts = np.unique(labels, return_counts=True)
    weights = np.zeros(num_classes)
    weights[: len(counts)] = counts.mean() / counts
    return weights
