# loses: test_verdict
# kind: order of arguments
# ruff: noqa
"""Names the one with the higher loss."""


# %% verdict
def verdict(plain, augmented):
    d = np.array(augmented) - np.array(plain)
    n = len(d)
    ends = d.mean() + np.array([-1, 1]) * student.ppf(0.975, n - 1) * d.std(ddof=1) / np.sqrt(n)
    if ends[0] > 0:
        return "augmented", ends[0], ends[1]
    return "plain" if ends[1] < 0 else "no conclusion", ends[0], ends[1]
