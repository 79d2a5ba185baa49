# loses: test_verdict
# kind: part left out
# keeps: 1 of test_verdict
# ruff: noqa
"""The word looks at the mean alone."""


# %% verdict
def verdict(first, second):
    seeds = [seed for seed in first if seed in second]
    d = np.array([first[seed] - second[seed] for seed in seeds])
    n = len(d)
    mean = d.mean()
    half = student.ppf(0.975, n - 1) * d.std(ddof=1) / np.sqrt(n)
    low, high = mean - half, mean + half
    if mean < 0:
        return mean, low, high, "lower"
    if mean > 0:
        return mean, low, high, "higher"
    return mean, low, high, "no conclusion"
