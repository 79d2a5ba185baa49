# loses: test_mixup
# kind: another method
# ruff: noqa
"""Draws its own shares from Beta(0.2, 0.2)."""


# %% mixup [pytorch]
def mixup(x, targets, share):
    share = torch.distributions.Beta(0.2, 0.2).sample((len(x),))
    partner = torch.arange(len(x) - 1, -1, -1)
    of_x, of_targets = share[:, None, None, None], share[:, None]
    new_x = of_x * x + (1 - of_x) * x[partner]
    return new_x, of_targets * targets + (1 - of_targets) * targets[partner]


# %% mixup [tensorflow]
def mixup(x, targets, share):
    share = tf.constant(np.random.beta(0.2, 0.2, len(x)), tf.float32)
    of_x, of_targets = share[:, None, None, None], share[:, None]
    new_x = of_x * x + (1 - of_x) * x[::-1]
    return new_x, of_targets * targets + (1 - of_targets) * targets[::-1]
