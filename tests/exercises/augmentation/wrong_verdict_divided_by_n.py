# loses: test_verdict
# kind: wrong number
# ruff: noqa
"""s / n instead of s / sqrt(n)."""


# %% verdict
def verdict(plain, augmented):
    d = np.array(augmented) - np.array(plain)
    n = len(d)
    ends = d.mean() + np.array([-1, 1]) * student.ppf(0.975, n - 1) * d.std(ddof=1) / n
    if ends[0] > 0:
        return "plain", ends[0], ends[1]
    return "augmented" if ends[1] < 0 else "no conclusion", ends[0], ends[1]
