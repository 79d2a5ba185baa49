# loses: test_mixup
# kind: shape or type returned
# ruff: noqa
"""Only the images come back."""


# %% mixup [pytorch]
def mixup(x, targets, share):
    partner = torch.arange(len(x) - 1, -1, -1)
    of_x, of_targets = share[:, None, None, None], share[:, None]
    new_x = of_x * x + (1 - of_x) * x[partner]
    new_targets = of_targets * targets + (1 - of_targets) * targets[partner]
    return new_x


# %% mixup [tensorflow]
def mixup(x, targets, share):
    of_x, of_targets = share[:, None, None, None], share[:, None]
    new_x = of_x * x + (1 - of_x) * x[::-1]
    new_targets = of_targets * targets + (1 - of_targets) * targets[::-1]
    return new_x
