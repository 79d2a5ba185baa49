# loses: test_verdict
# kind: global for an argument
# ruff: noqa
"""Takes the seeds of the notebook, not those of the dicts."""


# %% verdict
def verdict(first, second):
    seeds = [seed for seed in range(5) if seed in first and seed in second]
    d = np.array([first[seed] - second[seed] for seed in seeds])
    n = len(d)
    mean = d.mean()
    half = student.ppf(0.975, n - 1) * d.std(ddof=1) / np.sqrt(n)
    low, high = mean - half, mean + half
    if high < 0:
        return mean, low, high, "lower"
    if low > 0:
        return mean, low, high, "higher"
    return mean, low, high, "no conclusion"
