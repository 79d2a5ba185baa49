# loses: test_verdict
# kind: order of arguments
# ruff: noqa
"""Pairs by the order in the dicts, not by the seeds."""


# %% verdict
def verdict(first, second):
    seeds = [seed for seed in first if seed in second]
    a = [value for seed, value in first.items() if seed in second]
    b = [value for seed, value in second.items() if seed in first]
    d = np.array(a) - np.array(b)
    n = len(d)
    mean = d.mean()
    half = student.ppf(0.975, n - 1) * d.std(ddof=1) / np.sqrt(n)
    low, high = mean - half, mean + half
    if high < 0:
        return mean, low, high, "lower"
    if low > 0:
        return mean, low, high, "higher"
    return mean, low, high, "no conclusion"
