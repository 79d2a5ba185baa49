# loses: test_mixup
# kind: part left out
# ruff: noqa
"""The targets are not blended."""


# %% mixup [pytorch]
def mixup(x, targets, share):
    partner = torch.arange(len(x) - 1, -1, -1)
    of_x, of_targets = share[:, None, None, None], share[:, None]
    new_x = of_x * x + (1 - of_x) * x[partner]
    return new_x, targets.clone()


# %% mixup [tensorflow]
def mixup(x, targets, share):
    of_x, of_targets = share[:, None, None, None], share[:, None]
    new_x = of_x * x + (1 - of_x) * x[::-1]
    return new_x, tf.identity(targets)
