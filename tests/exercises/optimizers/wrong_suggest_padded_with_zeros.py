# ruff: noqa
# loses: test_suggest_rate
# kind: edge case
# The running mean is padded with zeros.


# %% suggest_rate
def suggest_rate(rates, losses, window=10):
    losses = np.asarray(losses, dtype=float)
    means = np.convolve(losses, np.ones(window) / window, mode="same")
    means = np.where(np.isfinite(means), means, np.inf)
    return rates[int(np.argmin(means))] / 3
