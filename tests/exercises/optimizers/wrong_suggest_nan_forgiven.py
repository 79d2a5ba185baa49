# ruff: noqa
# loses: test_suggest_rate
# kind: NaN or infinity
# NaN is left out of the mean.


# %% suggest_rate
def suggest_rate(rates, losses, window=10):
    losses = np.asarray(losses, dtype=float)
    means = [np.nanmean(losses[i - window + 1 : i + 1]) for i in range(window - 1, len(losses))]
    means = np.where(np.isfinite(means), means, np.inf)
    return rates[int(np.argmin(means)) + window - 1] / 3
