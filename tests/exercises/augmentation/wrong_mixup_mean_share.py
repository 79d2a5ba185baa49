# loses: test_mixup
# kind: reduction
# ruff: noqa
"""The mean share is that of all images."""


# %% mixup [pytorch]
def mixup(x, targets, share):
    partner = torch.arange(len(x) - 1, -1, -1)
    of_x, of_targets = share.mean(), share.mean()
    new_x = of_x * x + (1 - of_x) * x[partner]
    return new_x, of_targets * targets + (1 - of_targets) * targets[partner]


# %% mixup [tensorflow]
def mixup(x, targets, share):
    of_x, of_targets = tf.reduce_mean(share), tf.reduce_mean(share)
    new_x = of_x * x + (1 - of_x) * x[::-1]
    return new_x, of_targets * targets + (1 - of_targets) * targets[::-1]
