# loses: test_class_weights
# kind: wrong number
# Weights are capped at 10, as many people do.


# %% class_weights
def class_weights(labels, num_classes):
    counts = np.bincount(labels, minlength=num_classes)
    mean = counts[counts > 0].mean()
    return np.where(counts > 0, np.minimum(mean / np.maximum(counts, 1), 10.0), 0.0)
