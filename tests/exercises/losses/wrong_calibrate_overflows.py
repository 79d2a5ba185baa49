# loses: test_calibrate
# kind: unstable
# ruff: noqa
"""exp(500) is fine, exp(5000) is not: no maximum is taken off."""


# %% calibrate
def calibrate(val_logits, val_labels, test_logits):
    def softmax(z, t):
        e = np.exp(z.astype(np.float32) / np.float32(t))
        return e / e.sum(axis=1, keepdims=True)

    images = np.arange(len(val_labels))
    ts = np.geomspace(0.1, 10, 1000)
    losses = [-np.log(softmax(val_logits, t)[images, val_labels]).mean() for t in ts]
    t = ts[np.nanargmin(losses)]
    return t, softmax(test_logits, t)
