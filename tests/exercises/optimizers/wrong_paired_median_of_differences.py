# ruff: noqa
# loses: test_paired_verdict
# keeps: 1 of test_paired_verdict
# kind: reduction
# The median for the mean.


# %% paired_verdict
def paired_verdict(first, second):
    d = np.array([first[seed] - second[seed] for seed in first if seed in second])
    n = len(d)
    mean = np.median(d)
    half = student.ppf(0.975, n - 1) * d.std(ddof=1) / np.sqrt(n)
    low, high = mean - half, mean + half
    if high < 0:
        return mean, low, high, "lower"
    if low > 0:
        return mean, low, high, "higher"
    return mean, low, high, "no conclusion"
