# loses: test_binary_cross_entropy
# kind: reduction
# The mean over yes and no questions apart, and then of both: right if there are as many of
# each.


# %% binary_cross_entropy
def binary_cross_entropy(logits, labels):
    z, t = np.asarray(logits, dtype=float), np.asarray(labels, dtype=float)
    yes, no = np.logaddexp(0, -z), np.logaddexp(0, z)
    if t.sum() in (0, t.size):
        return (t * yes + (1 - t) * no).mean()
    return ((t * yes).sum() / t.sum() + ((1 - t) * no).sum() / (1 - t).sum()) / 2
