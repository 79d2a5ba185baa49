# ruff: noqa
# loses: test_paired_verdict
# kind: shape or type returned
# keeps: 1 of test_paired_verdict
# The words begin with capital letters.


# %% paired_verdict
def paired_verdict(first, second):
    d = np.array([first[seed] - second[seed] for seed in first if seed in second])
    n = len(d)
    mean = d.mean()
    half = student.ppf(0.975, n - 1) * d.std(ddof=1) / np.sqrt(n)
    low, high = mean - half, mean + half
    if high < 0:
        return mean, low, high, "Lower"
    if low > 0:
        return mean, low, high, "Higher"
    return mean, low, high, "No conclusion"
