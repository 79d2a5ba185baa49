# ruff: noqa
# loses: test_suggest_rate
# kind: NaN or infinity
# What is not finite is left out of the losses, which moves the windows.


# %% suggest_rate
def suggest_rate(rates, losses, window=10):
    losses = np.asarray(losses, dtype=float)
    losses = losses[np.isfinite(losses)]
    means = [losses[i - window + 1 : i + 1].mean() for i in range(window - 1, len(losses))]
    means = np.where(np.isfinite(means), means, np.inf)
    return rates[int(np.argmin(means)) + window - 1] / 3
