# loses: test_verdict
# kind: edge case
# ruff: noqa
"""Differences that are all the same are called no conclusion."""


# %% verdict
def verdict(plain, augmented):
    d = np.array(augmented) - np.array(plain)
    n = len(d)
    if np.ptp(d) < 1e-12:
        return "no conclusion", d[0], d[0]
    ends = d.mean() + np.array([-1, 1]) * student.ppf(0.975, n - 1) * d.std(ddof=1) / np.sqrt(n)
    if ends[0] > 0:
        return "plain", ends[0], ends[1]
    return "augmented" if ends[1] < 0 else "no conclusion", ends[0], ends[1]
