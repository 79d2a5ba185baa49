# loses: test_cross_entropy
# kind: part left out
# ruff: noqa
"""The maximum is taken off the exponents, but not added to the logarithm again."""


# %% cross_entropy
def log_sum_exp(z, *, axis):
    top = np.max(z, axis=axis, keepdims=True)
    return np.log(np.sum(np.exp(z - top), axis=axis))


def cross_entropy(logits, labels):
    z = np.array(object=logits, dtype=float, copy=True)
    log_sums = log_sum_exp(z, axis=1)
    loss = np.mean(a=log_sums - z[range(len(z)), labels])
    gradient = np.exp(z - np.expand_dims(log_sums, axis=1)) / len(z)
    np.subtract.at(gradient, (np.arange(len(z)), labels), 1 / len(z))
    return loss, gradient
