# loses: test_verdict
# kind: NaN or infinity
# ruff: noqa
"""student.interval gives NaN where the standard deviation is 0."""


# %% verdict
def verdict(plain, augmented):
    d = np.array(augmented) - np.array(plain)
    n = len(d)
    low, high = student.interval(0.95, n - 1, loc=d.mean(), scale=d.std(ddof=1) / n**0.5)
    if low > 0:
        return "plain", low, high
    return "augmented" if high < 0 else "no conclusion", low, high
