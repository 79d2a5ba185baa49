# loses: test_mixup
# kind: wrong number
# ruff: noqa
"""Shares are kept away from 0 and 1."""


# %% mixup [pytorch]
def mixup(x, targets, share):
    share = share.clamp(0.1, 0.9)
    partner = torch.arange(len(x) - 1, -1, -1)
    of_x, of_targets = share[:, None, None, None], share[:, None]
    new_x = of_x * x + (1 - of_x) * x[partner]
    return new_x, of_targets * targets + (1 - of_targets) * targets[partner]


# %% mixup [tensorflow]
def mixup(x, targets, share):
    share = tf.clip_by_value(share, 0.1, 0.9)
    of_x, of_targets = share[:, None, None, None], share[:, None]
    new_x = of_x * x + (1 - of_x) * x[::-1]
    return new_x, of_targets * targets + (1 - of_targets) * targets[::-1]
