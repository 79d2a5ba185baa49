# loses: test_calibrate
# kind: unstable
# keeps: 1 of test_calibrate
# ruff: noqa
"""The logarithm of a probability that is 0: the loss is infinite."""


# %% calibrate
def calibrate(val_logits, val_labels, test_logits):
    def softmax(z, t):
        e = np.exp((z - z.max(axis=1, keepdims=True)).astype(np.float32) / t)
        return e / e.sum(axis=1, keepdims=True)

    images = np.arange(len(val_labels))
    ts = np.geomspace(0.1, 10, 1000)
    losses = [-np.log(softmax(val_logits, t)[images, val_labels] + 1e-7).mean() for t in ts]
    t = ts[np.argmin(losses)]
    return t, softmax(test_logits, t)
