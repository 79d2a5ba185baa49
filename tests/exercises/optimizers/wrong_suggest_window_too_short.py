# ruff: noqa
# loses: test_suggest_rate
# kind: off by one
# window - 1 losses are in a mean.


# %% suggest_rate
def suggest_rate(rates, losses, window=10):
    losses = np.asarray(losses, dtype=float)
    means = [losses[i - max(window - 2, 0) : i + 1].mean() for i in range(window - 1, len(losses))]
    means = np.where(np.isfinite(means), means, np.inf)
    return rates[int(np.argmin(means)) + window - 1] / 3
