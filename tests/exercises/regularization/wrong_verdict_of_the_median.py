# loses: test_verdict
# keeps: 1 of test_verdict
# kind: another method
# ruff: noqa
"""The median instead of the mean."""


# %% verdict
def verdict(first, second):
    seeds = [seed for seed in first if seed in second]
    d = np.array([first[seed] - second[seed] for seed in seeds])
    n = len(d)
    mean = np.median(d)
    half = student.ppf(0.975, n - 1) * d.std(ddof=1) / np.sqrt(n)
    low, high = mean - half, mean + half
    if high < 0:
        return mean, low, high, "lower"
    if low > 0:
        return mean, low, high, "higher"
    return mean, low, high, "no conclusion"
