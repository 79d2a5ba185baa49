# loses: test_verdict
# kind: wrong number
# keeps: 1 of test_verdict
# ruff: noqa
"""Rounded to two digits; the word is right."""


# %% verdict
def verdict(first, second):
    seeds = [seed for seed in first if seed in second]
    d = np.array([first[seed] - second[seed] for seed in seeds])
    n = len(d)
    mean = d.mean()
    half = student.ppf(0.975, n - 1) * d.std(ddof=1) / np.sqrt(n)
    low, high = mean - half, mean + half
    mean, low, high, raw = mean.round(2), low.round(2), high.round(2), (low, high)
    if raw[1] < 0:
        return mean, low, high, "lower"
    if raw[0] > 0:
        return mean, low, high, "higher"
    return mean, low, high, "no conclusion"
