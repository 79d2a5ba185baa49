# loses: test_rotate
# kind: edge case
# keeps: 2 of test_rotate
# ruff: noqa
"""Places outside are black."""


# %% rotate
from scipy import ndimage


def rotate(images, degrees):
    options = {"axes": (0, 1), "reshape": False, "order": 1, "mode": "constant"}
    pairs = zip(images.astype(np.float64), degrees)
    return np.stack([ndimage.rotate(image, float(angle), **options) for image, angle in pairs])
