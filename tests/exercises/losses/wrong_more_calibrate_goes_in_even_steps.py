# loses: test_calibrate
# kind: wrong number
# Temperatures in steps of 0.05: too coarse below 1, where 1 % is less.


# %% calibrate
def calibrate(val_logits, val_labels, test_logits):
    def log_softmax(z):
        z = z - z.max(axis=1, keepdims=True)
        return z - np.log(np.exp(z).sum(axis=1, keepdims=True))

    rows = np.arange(len(val_labels))
    tried = np.arange(0.1, 10.001, 0.05)
    losses = [-log_softmax(val_logits / t)[rows, val_labels].mean() for t in tried]
    best = tried[np.argmin(losses)]
    return best, np.exp(log_softmax(test_logits / best))
