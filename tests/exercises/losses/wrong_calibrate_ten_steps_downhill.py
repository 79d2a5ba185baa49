# loses: test_calibrate
# kind: not learned
# keeps: 1 of test_calibrate
# ruff: noqa
"""Ten steps of gradient descent from 1."""


# %% calibrate
def calibrate(val_logits, val_labels, test_logits):
    def softmax(z, t):
        e = np.exp((z - z.max(axis=1, keepdims=True)).astype(float) / t)
        return e / e.sum(axis=1, keepdims=True)

    val, t = val_logits.astype(float), 1.0
    against = val - val[np.arange(len(val)), val_labels][:, None]
    for _ in range(10):
        slope = -np.mean((softmax(val, t) * against).sum(axis=1)) / t**2
        t = min(10.0, max(0.1, t - 0.1 * slope))
    return t, softmax(test_logits, t)
