# loses: test_calibrate
# kind: another method
# keeps: 1 of test_calibrate
# ruff: noqa
"""The lowest Brier score."""


# %% calibrate
def calibrate(val_logits, val_labels, test_logits):
    def softmax(z, t):
        e = np.exp((z - z.max(axis=1, keepdims=True)).astype(float) / t)
        return e / e.sum(axis=1, keepdims=True)

    rows = np.eye(val_logits.shape[1])[val_labels]
    ts = np.geomspace(0.1, 10, 1000)
    t = ts[np.argmin([((softmax(val_logits, t) - rows) ** 2).sum() for t in ts])]
    return t, softmax(test_logits, t)
