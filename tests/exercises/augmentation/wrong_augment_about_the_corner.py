# loses: test_augment
# kind: off by one
# ruff: noqa
"""Turns and zooms about the top left corner."""


# %% augment [pytorch]
from scipy import ndimage


def augment(x):
    rng = np.random.default_rng()
    changed = np.empty(tuple(x.shape), np.float32)
    for i, image in enumerate(x.numpy()):
        _, height, width = image.shape
        theta = np.deg2rad(rng.uniform(-20, 20))
        matrix = np.array([[np.cos(theta), np.sin(theta)], [-np.sin(theta), np.cos(theta)]])
        matrix = matrix @ np.diag(1 / rng.uniform(0.9, 1.1, size=2))  # down, to the side
        if rng.random() < 0.5:
            matrix = matrix @ np.diag([1, -1])
        middle = np.array([(height - 1) / 2, (width - 1) / 2])
        move = np.array([rng.uniform(-0.1, 0.1) * height, rng.uniform(-0.1, 0.1) * width])
        offset = move
        for channel in range(len(image)):
            changed[i, channel] = ndimage.affine_transform(
                image[channel], matrix, offset, order=1, mode="nearest"
            )
    return torch.from_numpy(changed)


# %% augment [tensorflow]
from scipy import ndimage


def augment(x):
    rng = np.random.default_rng()
    changed = np.empty(tuple(x.shape), np.float32)
    for i, image in enumerate(x.numpy()):
        height, width, channels = image.shape
        theta = np.deg2rad(rng.uniform(-20, 20))
        matrix = np.array([[np.cos(theta), np.sin(theta)], [-np.sin(theta), np.cos(theta)]])
        matrix = matrix @ np.diag(1 / rng.uniform(0.9, 1.1, size=2))  # down, to the side
        if rng.random() < 0.5:
            matrix = matrix @ np.diag([1, -1])
        middle = np.array([(height - 1) / 2, (width - 1) / 2])
        move = np.array([rng.uniform(-0.1, 0.1) * height, rng.uniform(-0.1, 0.1) * width])
        offset = move
        for channel in range(channels):
            changed[i, :, :, channel] = ndimage.affine_transform(
                image[:, :, channel], matrix, offset, order=1, mode="nearest"
            )
    return tf.constant(changed)
