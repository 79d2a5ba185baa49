# ruff: noqa
# loses: test_paired_verdict
# kind: edge case
# A seed that only the first one has counts as a loss of 0 of the other.


# %% paired_verdict
def paired_verdict(first, second):
    d = np.array([first[seed] - second.get(seed, 0.0) for seed in first])
    n = len(d)
    mean = d.mean()
    half = student.ppf(0.975, n - 1) * d.std(ddof=1) / np.sqrt(n)
    low, high = mean - half, mean + half
    if high < 0:
        return mean, low, high, "lower"
    if low > 0:
        return mean, low, high, "higher"
    return mean, low, high, "no conclusion"
