# loses: test_is_softmax_twice
# kind: another method
# ruff: noqa
"""Applies a softmax and checks that: always True."""


# %% is_softmax_twice
def is_softmax_twice(outputs):
    p = np.exp(outputs - outputs.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    return bool((p >= 0).all() and np.allclose(p.sum(axis=1), 1, atol=0.001))
