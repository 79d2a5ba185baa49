# loses: test_merge
# kind: part left out
# ruff: noqa
"""The first channel in the middle alone."""


# %% merge
def merge(first, second):
    a, b = first.shape[0], second.shape[0]
    merged = np.zeros((a + b - 1, a + b - 1, first.shape[2], second.shape[3]))
    for k in range(b):
        for l in range(b):
            merged[k : k + a, l : l + a] += first[..., :1] @ second[k, l, :1]
    return merged
