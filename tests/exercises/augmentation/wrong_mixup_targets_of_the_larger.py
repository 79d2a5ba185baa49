# loses: test_mixup
# kind: another method
# ruff: noqa
"""The target of the image that has the larger share."""


# %% mixup [pytorch]
def mixup(x, targets, share):
    partner = torch.arange(len(x) - 1, -1, -1)
    of_x, of_targets = share[:, None, None, None], share[:, None]
    new_x = of_x * x + (1 - of_x) * x[partner]
    return new_x, torch.where(of_targets >= 0.5, targets, targets[partner])


# %% mixup [tensorflow]
def mixup(x, targets, share):
    of_x, of_targets = share[:, None, None, None], share[:, None]
    new_x = of_x * x + (1 - of_x) * x[::-1]
    return new_x, tf.where(of_targets >= 0.5, targets, targets[::-1])
