# loses: test_mixup
# kind: another method
# ruff: noqa
"""The image always keeps the larger share, as some libraries do."""


# %% mixup [pytorch]
def mixup(x, targets, share):
    share = torch.maximum(share, 1 - share)
    partner = torch.arange(len(x) - 1, -1, -1)
    of_x, of_targets = share[:, None, None, None], share[:, None]
    new_x = of_x * x + (1 - of_x) * x[partner]
    return new_x, of_targets * targets + (1 - of_targets) * targets[partner]


# %% mixup [tensorflow]
def mixup(x, targets, share):
    share = tf.maximum(share, 1 - share)
    of_x, of_targets = share[:, None, None, None], share[:, None]
    new_x = of_x * x + (1 - of_x) * x[::-1]
    return new_x, of_targets * targets + (1 - of_targets) * targets[::-1]
