# loses: test_mixup
# kind: arguments changed
# ruff: noqa
"""x and targets are blended in place."""


# %% mixup [pytorch]
def mixup(x, targets, share):
    old_x, old_targets = x.clone(), targets.clone()
    for i in range(len(x)):
        x[i] = share[i] * old_x[i] + (1 - share[i]) * old_x[-1 - i]
        targets[i] = share[i] * old_targets[i] + (1 - share[i]) * old_targets[-1 - i]
    return x, targets
