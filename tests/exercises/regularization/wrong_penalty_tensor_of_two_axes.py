# loses: test_penalty_tensor
# kind: part left out
# ruff: noqa
"""Kernels of dense layers alone."""


# %% penalty_tensor [pytorch]
def penalty_tensor(weights, l1, l2):
    kernels = [w for w in weights if w.ndim == 2]
    one = sum(w.abs().sum() for w in kernels)
    two = sum(w.square().sum() for w in kernels)
    return l1 * one + l2 / 2 * two


# %% penalty_tensor [tensorflow]
def penalty_tensor(weights, l1, l2):
    kernels = [w for w in weights if len(w.shape) == 2]
    one = sum(tf.reduce_sum(tf.abs(w)) for w in kernels)
    two = sum(tf.reduce_sum(tf.square(w)) for w in kernels)
    return l1 * one + l2 / 2 * two
