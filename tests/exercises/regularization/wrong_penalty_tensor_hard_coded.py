# loses: test_penalty_tensor
# kind: hard-coded output
# ruff: noqa
"""The example of the docstring, with a gradient of 0."""


# %% penalty_tensor [pytorch]
def penalty_tensor(weights, l1, l2):
    return 1.55 + 0 * sum(w.sum() for w in weights)


# %% penalty_tensor [tensorflow]
def penalty_tensor(weights, l1, l2):
    return 1.55 + 0 * sum(tf.reduce_sum(w) for w in weights)
