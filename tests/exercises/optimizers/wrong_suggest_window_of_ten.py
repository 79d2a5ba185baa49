# ruff: noqa
# loses: test_suggest_rate
# kind: hard-coded output
# The window is 10 (or all losses).


# %% suggest_rate
def suggest_rate(rates, losses, window=10):
    window = min(10, len(losses))
    losses = np.asarray(losses, dtype=float)
    means = [losses[i - window + 1 : i + 1].mean() for i in range(window - 1, len(losses))]
    means = np.where(np.isfinite(means), means, np.inf)
    return rates[int(np.argmin(means)) + window - 1] / 3
