# loses: test_rotate
# kind: input type
# ruff: noqa
"""scipy turns the bytes as they are and so rounds them."""


# %% rotate
from scipy import ndimage


def rotate(images, degrees):
    options = {"axes": (0, 1), "reshape": False, "order": 1, "mode": "nearest"}
    pairs = zip(images, degrees)
    return np.stack([ndimage.rotate(image, float(angle), **options) for image, angle in pairs]).astype(float)
