# loses: test_judge
# kind: reduction
# Each pair of seed and class is a difference of its own: n is too large (right for one class).


# %% judge
def judge(first, second, classes):
    d = (first[:, classes] - second[:, classes]).ravel()
    half = t_point(len(d)) * d.std(ddof=1) / np.sqrt(len(d))
    low, high = d.mean() - half, d.mean() + half
    verdict = "higher" if low > 0 else "lower" if high < 0 else "no conclusion"
    return d.mean(), low, high, verdict
