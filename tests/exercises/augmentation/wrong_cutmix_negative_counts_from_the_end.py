# loses: test_cutmix
# kind: edge case
# ruff: noqa
"""A negative row or column counts from the end."""


# %% cutmix [pytorch]
def cutmix(x, targets, boxes):
    n, _, height, width = x.shape
    new_x, new_targets = x.clone(), targets.clone()
    for i, (top, left, bottom, right) in enumerate(boxes):
        new_x[i, :, top:bottom, left:right] = x[n - 1 - i, :, top:bottom, left:right]
        share = 1 - x[i, 0, top:bottom, left:right].numel() / (height * width)
        new_targets[i] = share * targets[i] + (1 - share) * targets[n - 1 - i]
    return new_x, new_targets


# %% cutmix [tensorflow]
def cutmix(x, targets, boxes):
    n, height, width, _ = x.shape
    x, targets = x.numpy(), targets.numpy()
    new_x, new_targets = x.copy(), targets.copy()
    for i, (top, left, bottom, right) in enumerate(boxes):
        new_x[i, top:bottom, left:right] = x[n - 1 - i, top:bottom, left:right]
        share = 1 - x[i, top:bottom, left:right, 0].size / (height * width)
        new_targets[i] = share * targets[i] + (1 - share) * targets[n - 1 - i]
    return tf.constant(new_x), tf.constant(new_targets)
