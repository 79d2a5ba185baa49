# loses: test_augment
# kind: arguments changed
# ruff: noqa
"""Writes into x (in PyTorch the array of a tensor is its memory)."""


# %% augment [pytorch]
from scipy import ndimage


def augment(x):
    rng = np.random.default_rng()
    changed = x.numpy()
    for i, image in enumerate(x.numpy().copy()):
        _, height, width = image.shape
        theta = np.deg2rad(rng.uniform(-20, 20))
        matrix = np.array([[np.cos(theta), np.sin(theta)], [-np.sin(theta), np.cos(theta)]])
        matrix = matrix @ np.diag(1 / rng.uniform(0.9, 1.1, size=2))  # down, to the side
        if rng.random() < 0.5:
            matrix = matrix @ np.diag([1, -1])
        middle = np.array([(height - 1) / 2, (width - 1) / 2])
        move = np.array([rng.uniform(-0.1, 0.1) * height, rng.uniform(-0.1, 0.1) * width])
        offset = middle + move - matrix @ middle
        for channel in range(len(image)):
            changed[i, channel] = ndimage.affine_transform(
                image[channel], matrix, offset, order=1, mode="nearest"
            )
    return torch.from_numpy(changed)
