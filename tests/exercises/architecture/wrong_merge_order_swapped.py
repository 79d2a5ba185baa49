# loses: test_merge
# kind: order of arguments
# ruff: noqa
"""Channels and filters mixed up."""


# %% merge
def merge(first, second):
    a, b = first.shape[0], second.shape[0]
    merged = np.zeros((a + b - 1, a + b - 1, first.shape[2], second.shape[3]))
    for k in range(b):
        for l in range(b):
            merged[k : k + a, l : l + a] += first @ second[k, l]
    return merged.transpose(0, 1, 3, 2)
