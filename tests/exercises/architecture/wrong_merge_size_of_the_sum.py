# loses: test_merge
# kind: off by one
# ruff: noqa
"""a + b on a side."""


# %% merge
def merge(first, second):
    a, b = first.shape[0], second.shape[0]
    merged = np.zeros((a + b, a + b, first.shape[2], second.shape[3]))
    for k in range(b):
        for l in range(b):
            merged[k : k + a, l : l + a] += first @ second[k, l]
    return merged
