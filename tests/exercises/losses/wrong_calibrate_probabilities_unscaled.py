# loses: test_calibrate
# kind: part left out
# keeps: 1 of test_calibrate
# ruff: noqa
"""The probabilities are those at T = 1."""


# %% calibrate
def calibrate(val_logits, val_labels, test_logits):
    temperatures = np.geomspace(0.1, 10, 1000)
    z = val_logits.astype(np.float64) - val_logits[np.arange(len(val_labels)), val_labels][:, None]
    losses = [np.mean(np.log(np.exp(z / t - (z / t).max(1, keepdims=True)).sum(1)) + (z / t).max(1)) for t in temperatures]
    temperature = temperatures[np.argmin(losses)]
    scaled = test_logits.astype(np.float64)
    exponentials = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return temperature, exponentials / exponentials.sum(axis=1, keepdims=True)
