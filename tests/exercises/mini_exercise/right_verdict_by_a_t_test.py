# ruff: noqa
"""The p-value of a paired t-test says the same."""
# loses: nothing


# %% verdict
def verdict(values):
    from scipy.stats import ttest_rel

    first, second = values
    if None in values[first] + values[second]:
        return "no conclusion"
    d = np.subtract(values[first], values[second]).astype(float)
    if np.ptp(d) < 1e-12 * max(1, abs(d[0])):  # the test divides by the deviation
        p = 0.0 if d[0] else 1.0
    else:
        p = ttest_rel(values[first], values[second]).pvalue
    if p >= 0.05:
        return "no conclusion"
    return min((first, second), key=lambda name: sum(values[name]))
