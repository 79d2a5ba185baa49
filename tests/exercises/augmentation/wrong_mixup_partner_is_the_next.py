# loses: test_mixup
# kind: another method
# ruff: noqa
"""The partner is the image before, not that of the reversed batch."""


# %% mixup [pytorch]
def mixup(x, targets, share):
    partner = torch.arange(len(x)).roll(1)
    of_x, of_targets = share[:, None, None, None], share[:, None]
    new_x = of_x * x + (1 - of_x) * x[partner]
    return new_x, of_targets * targets + (1 - of_targets) * targets[partner]


# %% mixup [tensorflow]
def mixup(x, targets, share):
    of_x, of_targets = share[:, None, None, None], share[:, None]
    new_x = of_x * x + (1 - of_x) * tf.roll(x, 1, axis=0)
    return new_x, of_targets * targets + (1 - of_targets) * tf.roll(targets, 1, axis=0)
