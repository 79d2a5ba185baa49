# loses: test_calibrate
# kind: another method
# keeps: 1 of test_calibrate
# ruff: noqa
"""The lowest calibration error."""


# %% calibrate
def calibrate(val_logits, val_labels, test_logits):
    def softmax(z, t):
        e = np.exp((z - z.max(axis=1, keepdims=True)).astype(float) / t)
        return e / e.sum(axis=1, keepdims=True)

    ts = np.geomspace(0.1, 10, 500)
    errors = []
    for t in ts:
        p = softmax(val_logits, t)
        c, right = p.max(axis=1), p.argmax(axis=1) == val_labels
        bins = np.minimum((c * 15).astype(int), 14)
        errors.append(np.abs(np.bincount(bins, weights=right - c)).sum())
    t = ts[np.argmin(errors)]
    return t, softmax(test_logits, t)
