# ruff: noqa
# loses: test_paired_verdict
# kind: order of arguments
# keeps: 1 of test_paired_verdict
# Lower and higher change places.


# %% paired_verdict
def paired_verdict(first, second):
    d = np.array([first[seed] - second[seed] for seed in first if seed in second])
    n = len(d)
    mean = d.mean()
    half = student.ppf(0.975, n - 1) * d.std(ddof=1) / np.sqrt(n)
    low, high = mean - half, mean + half
    if high < 0:
        return mean, low, high, "higher"
    if low > 0:
        return mean, low, high, "lower"
    return mean, low, high, "no conclusion"
