# ruff: noqa
# loses: test_paired_verdict
# kind: wrong number
# keeps: 1 of test_paired_verdict
# Rounded to three digits, as the example is.


# %% paired_verdict
def paired_verdict(first, second):
    d = np.array([first[seed] - second[seed] for seed in first if seed in second])
    n = len(d)
    mean = d.mean()
    half = student.ppf(0.975, n - 1) * d.std(ddof=1) / np.sqrt(n)
    low, high = mean - half, mean + half
    if high < 0:
        return round(mean, 3), round(low, 3), round(high, 3), "lower"
    if low > 0:
        return round(mean, 3), round(low, 3), round(high, 3), "higher"
    return round(mean, 3), round(low, 3), round(high, 3), "no conclusion"
