# loses: test_mixup
# kind: another axis
# ruff: noqa
"""Reverses all axes but the last, not the batch alone."""


# %% mixup [pytorch]
def mixup(x, targets, share):
    partner = torch.arange(len(x) - 1, -1, -1)
    of_x, of_targets = share[:, None, None, None], share[:, None]
    new_x = of_x * x + (1 - of_x) * x[partner].flip(2, 3)
    return new_x, of_targets * targets + (1 - of_targets) * targets[partner]


# %% mixup [tensorflow]
def mixup(x, targets, share):
    of_x, of_targets = share[:, None, None, None], share[:, None]
    new_x = of_x * x + (1 - of_x) * x[::-1, ::-1, ::-1]
    return new_x, of_targets * targets + (1 - of_targets) * targets[::-1]
