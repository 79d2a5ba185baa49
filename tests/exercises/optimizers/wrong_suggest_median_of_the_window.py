# ruff: noqa
# loses: test_suggest_rate
# kind: reduction
# The median of the window.


# %% suggest_rate
def suggest_rate(rates, losses, window=10):
    losses = np.asarray(losses, dtype=float)
    means = [np.median(losses[i - window + 1 : i + 1]) for i in range(window - 1, len(losses))]
    means = np.where(np.isfinite(means), means, np.inf)
    return rates[int(np.argmin(means)) + window - 1] / 3
