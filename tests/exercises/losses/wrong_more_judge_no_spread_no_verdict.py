# loses: test_judge
# kind: edge case
# keeps: 1 of test_judge
# Without any spread, no conclusion.


# %% judge
def judge(first, second, classes):
    d = first[:, classes].mean(axis=1) - second[:, classes].mean(axis=1)
    s = d.std(ddof=1)
    half = t_point(len(d)) * s / np.sqrt(len(d))
    low, high = d.mean() - half, d.mean() + half
    if s > 0 and low > 0:
        return d.mean(), low, high, "higher"
    if s > 0 and high < 0:
        return d.mean(), low, high, "lower"
    return d.mean(), low, high, "no conclusion"
