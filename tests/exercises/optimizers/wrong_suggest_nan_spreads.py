# ruff: noqa
# loses: test_suggest_rate
# kind: NaN or infinity
# Cumulative sums: after the first NaN or infinite loss, all means are.


# %% suggest_rate
def suggest_rate(rates, losses, window=10):
    losses = np.asarray(losses, dtype=float)
    sums = np.cumsum(np.concatenate([[0.0], losses]))
    means = (sums[window:] - sums[:-window]) / window
    means = np.where(np.isfinite(means), means, np.inf)
    return rates[int(np.argmin(means)) + window - 1] / 3
