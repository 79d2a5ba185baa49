# loses: test_taken_for
# kind: reduction
# ruff: noqa
"""Divides by the number of all images."""


# %% taken_for
def taken_for(logits, labels):
    num_classes = logits.shape[1]
    confusion = np.zeros((num_classes, num_classes))
    np.add.at(confusion, (labels, logits.argmax(axis=1)), 1)
    shares = confusion / confusion.sum()
    np.fill_diagonal(shares, 0)
    a, b = np.unravel_index(shares.argmax(), shares.shape)
    if shares[a, b] == 0:
        return None
    return a, b, shares[a, b]
