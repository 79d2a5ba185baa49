# loses: test_calibrate
# kind: arguments changed
# ruff: noqa
"""Divides the test logits in place."""


# %% calibrate
def calibrate(val_logits, val_labels, test_logits):
    ts = np.geomspace(0.1, 10, 1000)
    z = (val_logits - val_logits[np.arange(len(val_labels)), val_labels][:, None]).astype(float)
    t = ts[np.argmin([np.logaddexp.reduce(z / t, axis=1).mean() for t in ts])]
    test_logits /= t
    test_logits -= np.logaddexp.reduce(test_logits, axis=1)[:, None]
    return t, np.exp(test_logits)
