# loses: test_rotate
# kind: another method
# ruff: noqa
"""SciPy's default order is cubic."""


# %% rotate
from scipy import ndimage


def rotate(images, degrees):
    options = {"axes": (0, 1), "reshape": False, "mode": "nearest"}
    pairs = zip(images.astype(np.float64), degrees)
    return np.stack([ndimage.rotate(image, float(angle), **options) for image, angle in pairs])
