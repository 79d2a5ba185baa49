# loses: test_taken_for
# kind: one class or none
# ruff: noqa
"""A class without images gives 0 / 0, which argmax takes for the largest."""


# %% taken_for
def taken_for(logits, labels):
    num_classes = logits.shape[1]
    confusion = np.zeros((num_classes, num_classes))
    np.add.at(confusion, (labels, logits.argmax(axis=1)), 1)
    shares = confusion / confusion.sum(axis=1, keepdims=True)
    np.fill_diagonal(shares, 0)
    a, b = np.unravel_index(shares.argmax(), shares.shape)
    if shares[a, b] == 0:
        return None
    return a, b, shares[a, b]
