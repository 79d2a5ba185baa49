# loses: test_verdict
# kind: biased or unbiased
# ruff: noqa
"""The standard deviation is divided by n."""


# %% verdict
def verdict(first, second):
    seeds = [seed for seed in first if seed in second]
    d = np.array([first[seed] - second[seed] for seed in seeds])
    n = len(d)
    mean = d.mean()
    half = student.ppf(0.975, n - 1) * d.std(ddof=0) / np.sqrt(n)
    low, high = mean - half, mean + half
    if high < 0:
        return mean, low, high, "lower"
    if low > 0:
        return mean, low, high, "higher"
    return mean, low, high, "no conclusion"
