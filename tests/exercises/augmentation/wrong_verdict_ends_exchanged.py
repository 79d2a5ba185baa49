# loses: test_verdict
# kind: order of arguments
# ruff: noqa
"""Returns high before low."""


# %% verdict
def verdict(plain, augmented):
    d = np.array(augmented) - np.array(plain)
    n = len(d)
    ends = d.mean() + np.array([-1, 1]) * student.ppf(0.975, n - 1) * d.std(ddof=1) / np.sqrt(n)
    if ends[0] > 0:
        return "plain", ends[1], ends[0]
    return "augmented" if ends[1] < 0 else "no conclusion", ends[1], ends[0]
