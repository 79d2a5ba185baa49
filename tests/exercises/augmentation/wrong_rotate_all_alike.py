# loses: test_rotate
# kind: reduction
# ruff: noqa
"""All images turn by the first angle."""


# %% rotate
from scipy import ndimage


def rotate(images, degrees):
    options = {"axes": (0, 1), "reshape": False, "order": 1, "mode": "nearest"}
    pairs = zip(images.astype(np.float64), degrees)
    return np.stack([ndimage.rotate(image, float(degrees[0]), **options) for image, angle in pairs])
