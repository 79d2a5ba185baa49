# loses: test_verdict
# kind: biased or unbiased
# ruff: noqa
"""n in the denominator of s."""


# %% verdict
def verdict(plain, augmented):
    d = np.array(augmented) - np.array(plain)
    n = len(d)
    ends = d.mean() + np.array([-1, 1]) * student.ppf(0.975, n - 1) * d.std(ddof=0) / np.sqrt(n)
    if ends[0] > 0:
        return "plain", ends[0], ends[1]
    return "augmented" if ends[1] < 0 else "no conclusion", ends[0], ends[1]
