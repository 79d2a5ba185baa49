# ruff: noqa
# loses: test_suggest_rate
# kind: NaN or infinity
# NaN becomes 0.


# %% suggest_rate
def suggest_rate(rates, losses, window=10):
    losses = np.nan_to_num(np.asarray(losses, dtype=float))
    means = [losses[i - window + 1 : i + 1].mean() for i in range(window - 1, len(losses))]
    means = np.where(np.isfinite(means), means, np.inf)
    return rates[int(np.argmin(means)) + window - 1] / 3
