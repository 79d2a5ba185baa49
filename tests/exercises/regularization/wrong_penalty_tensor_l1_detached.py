# loses: test_penalty_tensor
# kind: not learned
# ruff: noqa
"""The gradient of L1 alone is cut off."""


# %% penalty_tensor [pytorch]
def penalty_tensor(weights, l1, l2):
    kernels = [w for w in weights if w.ndim > 1]
    one = sum(w.detach().abs().sum() for w in kernels)
    two = sum(w.square().sum() for w in kernels)
    return l1 * one + l2 / 2 * two


# %% penalty_tensor [tensorflow]
def penalty_tensor(weights, l1, l2):
    kernels = [w for w in weights if len(w.shape) > 1]
    one = sum(tf.reduce_sum(tf.abs(tf.stop_gradient(w))) for w in kernels)
    two = sum(tf.reduce_sum(tf.square(w)) for w in kernels)
    return l1 * one + l2 / 2 * two
