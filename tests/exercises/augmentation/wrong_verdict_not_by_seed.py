# loses: test_verdict
# kind: another method
# ruff: noqa
"""Two groups instead of pairs."""


# %% verdict
def verdict(plain, augmented):
    n = len(plain)
    mean = np.mean(augmented) - np.mean(plain)
    s = np.sqrt(np.var(plain, ddof=1) + np.var(augmented, ddof=1))
    half = student.ppf(0.975, n - 1) * s / np.sqrt(n)
    low, high = mean - half, mean + half
    if low > 0:
        return "plain", low, high
    if high < 0:
        return "augmented", low, high
    return "no conclusion", low, high
