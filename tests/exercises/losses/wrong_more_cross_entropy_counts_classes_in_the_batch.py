# loses: test_cross_entropy
# kind: one class or none
# The one-hot labels have as many columns as the largest label asks for; the others are filled
# up on the left.


# %% cross_entropy
def cross_entropy(logits, labels):
    n, c = logits.shape
    one_hot = np.eye(labels.max() + 1)[labels]
    one_hot = np.pad(one_hot, ((0, 0), (c - one_hot.shape[1], 0)))
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -(one_hot * log_p).sum() / n, (np.exp(log_p) - one_hot) / n
