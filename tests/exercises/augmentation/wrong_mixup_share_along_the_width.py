# loses: test_mixup
# kind: another axis
# ruff: noqa
"""The shares are broadcast along the last axis: right for a batch as large as the width, if at all."""


# %% mixup [pytorch]
def mixup(x, targets, share):
    partner = torch.arange(len(x) - 1, -1, -1)
    of_x, of_targets = share[:, None], share[:, None]
    new_x = of_x * x + (1 - of_x) * x[partner]
    return new_x, of_targets * targets + (1 - of_targets) * targets[partner]


# %% mixup [tensorflow]
def mixup(x, targets, share):
    of_x, of_targets = share[:, None], share[:, None]
    new_x = of_x * x + (1 - of_x) * x[::-1]
    return new_x, of_targets * targets + (1 - of_targets) * targets[::-1]
