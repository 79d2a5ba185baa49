# loses: test_binary_cross_entropy
# kind: edge case
# Labels between are rounded to a yes or a no.


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    z = np.where(np.asarray(labels) >= 0.5, 1.0, -1.0) * logits
    return np.mean(np.maximum(-z, 0) + np.log1p(np.exp(-np.abs(z))))
