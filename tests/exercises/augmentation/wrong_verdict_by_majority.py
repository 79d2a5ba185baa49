# loses: test_verdict
# kind: another method
# ruff: noqa
"""The majority of the seeds decides."""


# %% verdict
def verdict(plain, augmented):
    d = np.array(augmented) - np.array(plain)
    n = len(d)
    ends = d.mean() + np.array([-1, 1]) * student.ppf(0.975, n - 1) * d.std(ddof=1) / np.sqrt(n)
    if (d > 0).mean() > 0.5:
        return "plain", ends[0], ends[1]
    return "augmented" if (d < 0).mean() > 0.5 else "no conclusion", ends[0], ends[1]
