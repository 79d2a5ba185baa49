# loses: test_mixup
# kind: another method
# ruff: noqa
"""A partner drawn at random."""


# %% mixup [pytorch]
def mixup(x, targets, share):
    partner = torch.randperm(len(x))
    of_x, of_targets = share[:, None, None, None], share[:, None]
    new_x = of_x * x + (1 - of_x) * x[partner]
    return new_x, of_targets * targets + (1 - of_targets) * targets[partner]


# %% mixup [tensorflow]
def mixup(x, targets, share):
    partner = tf.random.shuffle(tf.range(len(x)))
    of_x, of_targets = share[:, None, None, None], share[:, None]
    new_x = of_x * x + (1 - of_x) * tf.gather(x, partner)
    return new_x, of_targets * targets + (1 - of_targets) * tf.gather(targets, partner)
