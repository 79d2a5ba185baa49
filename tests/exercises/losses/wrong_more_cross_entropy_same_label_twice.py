# loses: test_cross_entropy
# kind: wrong number
# keeps: 1 of test_cross_entropy
# The gradient is made up class by class: a label is subtracted in the first of its images only.


# %% cross_entropy
def cross_entropy(logits, labels):
    n = len(labels)
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    gradient = np.exp(log_p)
    kinds, first = np.unique(labels, return_index=True)
    gradient[first, kinds] -= 1
    return -log_p[np.arange(n), labels].mean(), gradient / n
