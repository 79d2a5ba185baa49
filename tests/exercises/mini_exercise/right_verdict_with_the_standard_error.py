# ruff: noqa
"""The standard error from a sum of squares, the interval as a tuple."""
# loses: nothing


# %% verdict
def verdict(values):
    (a, va), (b, vb) = list(values.items())
    for v in list(va) + list(vb):
        if v is None:
            return "no conclusion"
    d = np.array(va, dtype=np.float64) - np.array(vb, dtype=np.float64)
    error = np.sqrt(np.sum((d - d.mean()) ** 2) / (d.size * (d.size - 1)))
    low, high = d.mean() - t95(d.size) * error, d.mean() + t95(d.size) * error
    return a if high < 0 else b if low > 0 else "no conclusion"
