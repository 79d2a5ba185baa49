# ruff: noqa
# loses: test_paired_verdict
# keeps: 1 of test_paired_verdict
# kind: another method
# Pairs the sorted losses.


# %% paired_verdict
def paired_verdict(first, second):
    both = [seed for seed in first if seed in second]
    d = np.sort([first[s] for s in both]) - np.sort([second[s] for s in both])
    n = len(d)
    mean = d.mean()
    half = student.ppf(0.975, n - 1) * d.std(ddof=1) / np.sqrt(n)
    low, high = mean - half, mean + half
    if high < 0:
        return mean, low, high, "lower"
    if low > 0:
        return mean, low, high, "higher"
    return mean, low, high, "no conclusion"
