# loses: test_mixup
# kind: view for a copy
# ruff: noqa
"""With one image, x itself comes back."""


# %% mixup [pytorch]
def mixup(x, targets, share):
    if len(x) == 1:
        return x, targets
    partner = torch.arange(len(x) - 1, -1, -1)
    of_x, of_targets = share[:, None, None, None], share[:, None]
    new_x = of_x * x + (1 - of_x) * x[partner]
    return new_x, of_targets * targets + (1 - of_targets) * targets[partner]
