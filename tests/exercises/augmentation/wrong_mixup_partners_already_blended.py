# loses: test_mixup
# kind: state shared
# ruff: noqa
"""The second half is blended with images that have been blended before."""


# %% mixup [pytorch]
def mixup(x, targets, share):
    n = len(x)
    new_x, new_targets = x.clone(), targets.clone()
    for i in range(n):
        new_x[i] = share[i] * x[i] + (1 - share[i]) * new_x[n - 1 - i]
        new_targets[i] = share[i] * targets[i] + (1 - share[i]) * new_targets[n - 1 - i]
    return new_x, new_targets


# %% mixup [tensorflow]
def mixup(x, targets, share):
    new_x, new_targets, share = x.numpy().copy(), targets.numpy().copy(), share.numpy()
    for i in range(len(new_x)):
        new_x[i] = share[i] * new_x[i] + (1 - share[i]) * new_x[-1 - i]
        new_targets[i] = share[i] * new_targets[i] + (1 - share[i]) * new_targets[-1 - i]
    return tf.constant(new_x), tf.constant(new_targets)
