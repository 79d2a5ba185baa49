# loses: test_rotate
# kind: shape or type returned
# ruff: noqa
"""The result is float16, too coarse for 0 to 255."""


# %% rotate
def rotate(images, degrees):
    n, height, width, _ = images.shape
    theta = np.deg2rad(np.asarray(degrees, float))[:, None, None]
    y, x = np.mgrid[:height, :width]
    x, y = x - (width - 1) / 2, y - (height - 1) / 2
    column = (x * np.cos(theta) - y * np.sin(theta) + (width - 1) / 2).clip(0, width - 1)
    row = (x * np.sin(theta) + y * np.cos(theta) + (height - 1) / 2).clip(0, height - 1)
    left, top = np.floor(column).astype(int), np.floor(row).astype(int)
    right, bottom = np.minimum(left + 1, width - 1), np.minimum(top + 1, height - 1)
    share_x, share_y = (column - left)[..., None], (row - top)[..., None]
    i = np.arange(n)[:, None, None]
    upper = images[i, top, left] * (1 - share_x) + images[i, top, right] * share_x
    lower = images[i, bottom, left] * (1 - share_x) + images[i, bottom, right] * share_x
    return (upper * (1 - share_y) + lower * share_y).astype(np.float16)
