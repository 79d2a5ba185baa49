# ruff: noqa
# loses: test_paired_verdict
# kind: another method
# keeps: 1 of test_paired_verdict
# The verdict is that of the majority of seeds.


# %% paired_verdict
def paired_verdict(first, second):
    d = np.array([first[seed] - second[seed] for seed in first if seed in second])
    n = len(d)
    mean = d.mean()
    half = student.ppf(0.975, n - 1) * d.std(ddof=1) / np.sqrt(n)
    low, high = mean - half, mean + half
    if np.mean(d < 0) > 0.5:
        return mean, low, high, "lower"
    if np.mean(d > 0) > 0.5:
        return mean, low, high, "higher"
    return mean, low, high, "no conclusion"
