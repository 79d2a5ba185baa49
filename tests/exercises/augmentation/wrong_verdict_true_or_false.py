# loses: test_verdict
# kind: shape or type returned
# ruff: noqa
"""True and False instead of names."""


# %% verdict
def verdict(plain, augmented):
    d = np.array(augmented) - np.array(plain)
    n = len(d)
    ends = d.mean() + np.array([-1, 1]) * student.ppf(0.975, n - 1) * d.std(ddof=1) / np.sqrt(n)
    if ends[0] > 0:
        return False, ends[0], ends[1]
    return True if ends[1] < 0 else None, ends[0], ends[1]
