# loses: test_merge
# kind: edge case
# ruff: noqa
"""The size of the second is taken for that of the first."""


# %% merge
def merge(first, second):
    a, b = first.shape[0], second.shape[0]
    b = min(a, b)
    merged = np.zeros((a + b - 1, a + b - 1, first.shape[2], second.shape[3]))
    for k in range(b):
        for l in range(b):
            merged[k : k + a, l : l + a] += first @ second[k, l]
    return merged
