# ruff: noqa
# loses: test_paired_verdict
# kind: another method
# The interval of two independent samples.


# %% paired_verdict
def paired_verdict(first, second):
    both = [seed for seed in first if seed in second]
    a, b = np.array([first[s] for s in both]), np.array([second[s] for s in both])
    n = len(both)
    mean = a.mean() - b.mean()
    error = np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / n)
    half = student.ppf(0.975, 2 * n - 2) * error
    low, high = mean - half, mean + half
    verdict = "lower" if high < 0 else "higher" if low > 0 else "no conclusion"
    return mean, low, high, verdict
