# ruff: noqa
# loses: test_paired_verdict
# kind: part left out
# keeps: 1 of test_paired_verdict
# The verdict looks at the mean alone.


# %% paired_verdict
def paired_verdict(first, second):
    d = np.array([first[seed] - second[seed] for seed in first if seed in second])
    n = len(d)
    mean = d.mean()
    half = student.ppf(0.975, n - 1) * d.std(ddof=1) / np.sqrt(n)
    low, high = mean - half, mean + half
    if mean < 0:
        return mean, low, high, "lower"
    if mean > 0:
        return mean, low, high, "higher"
    return mean, low, high, "no conclusion"
