# ruff: noqa
# loses: test_suggest_rate
# kind: edge case
# The first losses have shorter windows.


# %% suggest_rate
def suggest_rate(rates, losses, window=10):
    losses = np.asarray(losses, dtype=float)
    means = [losses[max(i - window + 1, 0) : i + 1].mean() for i in range(len(losses))]
    means = np.where(np.isfinite(means), means, np.inf)
    return rates[int(np.argmin(means))] / 3
