# loses: test_binary_cross_entropy
# kind: edge case
# Below -30 the loss is taken for 0, though the label may be a yes.


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    z, t = np.asarray(logits, dtype=float), np.asarray(labels, dtype=float)
    small = np.clip(z, -30, 30)
    loss = np.log1p(np.exp(small)) - t * small
    loss = np.where(z > 30, z - t * z, loss)
    return np.where(z < -30, 0.0, loss).mean()
