# ruff: noqa
# loses: test_suggest_rate
# kind: off by one
# The last window is not looked at (if there is another one).


# %% suggest_rate
def suggest_rate(rates, losses, window=10):
    losses = np.asarray(losses, dtype=float)
    means = [
        losses[i - window + 1 : i + 1].mean()
        for i in range(window - 1, max(len(losses) - 1, window))
    ]
    means = np.where(np.isfinite(means), means, np.inf)
    return rates[int(np.argmin(means)) + window - 1] / 3
