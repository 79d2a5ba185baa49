# loses: test_cross_entropy
# kind: input type
# The gradient has the type of the logits: of whole numbers, it is cut to 0 and 1.


# %% cross_entropy
def cross_entropy(logits, labels):
    n = len(labels)
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    gradient = np.zeros_like(logits)
    gradient[...] = np.exp(log_p) / n
    right = np.zeros_like(logits)
    right[np.arange(n), labels] = 1
    if np.issubdtype(gradient.dtype, np.floating):
        gradient -= right / n
    return -log_p[np.arange(n), labels].mean(), gradient.astype(float)
