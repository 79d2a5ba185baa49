# ruff: noqa
# loses: test_paired_verdict
# kind: NaN or infinity
# SciPy's interval with scale 0 is NaN where all differences are equal.


# %% paired_verdict
def paired_verdict(first, second):
    d = np.array([first[seed] - second[seed] for seed in first if seed in second])
    n = len(d)
    scale = d.std(ddof=1) / np.sqrt(n)
    low, high = student.interval(0.95, n - 1, loc=d.mean(), scale=scale)
    verdict = "lower" if high < 0 else "higher" if low > 0 else "no conclusion"
    return d.mean(), low, high, verdict
