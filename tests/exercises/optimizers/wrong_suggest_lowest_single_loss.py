# ruff: noqa
# loses: test_suggest_rate
# kind: part left out
# The lowest single loss from the window-th on.


# %% suggest_rate
def suggest_rate(rates, losses, window=10):
    losses = np.asarray(losses, dtype=float)
    means = [losses[i] for i in range(window - 1, len(losses))]
    means = np.where(np.isfinite(means), means, np.inf)
    return rates[int(np.argmin(means)) + window - 1] / 3
