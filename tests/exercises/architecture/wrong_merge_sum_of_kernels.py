# loses: test_merge
# kind: another method
# ruff: noqa
"""The padded kernels are added."""


# %% merge
def merge(first, second):
    a, b = first.shape[0], second.shape[0]
    merged = np.zeros((a + b - 1, a + b - 1, first.shape[2], second.shape[3]))
    for k in range(b):
        for l in range(b):
            merged[k : k + a, l : l + a] += (first.sum(axis=3, keepdims=True) + second[k, l].sum(axis=0)) / 2
    return merged
