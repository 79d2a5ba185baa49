# loses: test_rotate
# kind: another method
# ruff: noqa
"""Reads the nearest pixel instead of mixing four."""


# %% rotate
from scipy import ndimage


def rotate(images, degrees):
    options = {"axes": (0, 1), "reshape": False, "order": 0, "mode": "nearest"}
    pairs = zip(images.astype(np.float64), degrees)
    return np.stack([ndimage.rotate(image, float(angle), **options) for image, angle in pairs])
