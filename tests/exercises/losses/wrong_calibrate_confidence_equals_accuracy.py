# loses: test_calibrate
# kind: another method
# keeps: 1 of test_calibrate
# ruff: noqa
"""The T at which the mean confidence is the accuracy."""


# %% calibrate
def calibrate(val_logits, val_labels, test_logits):
    def softmax(z, t):
        e = np.exp((z - z.max(axis=1, keepdims=True)).astype(float) / t)
        return e / e.sum(axis=1, keepdims=True)

    accuracy = np.mean(val_logits.argmax(axis=1) == val_labels)
    ts = np.geomspace(0.1, 10, 1000)
    t = ts[np.argmin([abs(softmax(val_logits, t).max(axis=1).mean() - accuracy) for t in ts])]
    return t, softmax(test_logits, t)
