# loses: test_adjusted_predictions
# kind: another method
# The logarithm of the share is subtracted from the probability, not from the logit.


# %% adjusted_predictions
def adjusted_predictions(logits, counts, tau=1.0):
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    return np.argmax(p - tau * np.log(counts / np.sum(counts)), axis=1)
