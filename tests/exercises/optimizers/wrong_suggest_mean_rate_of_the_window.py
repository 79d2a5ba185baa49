# ruff: noqa
# loses: test_suggest_rate
# kind: another method
# The mean rate of the window.


# %% suggest_rate
def suggest_rate(rates, losses, window=10):
    losses = np.asarray(losses, dtype=float)
    means = [losses[i - window + 1 : i + 1].mean() for i in range(window - 1, len(losses))]
    means = np.where(np.isfinite(means), means, np.inf)
    best = int(np.argmin(means))
    return float(np.mean(rates[best : best + window])) / 3
