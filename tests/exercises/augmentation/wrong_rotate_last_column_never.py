# loses: test_rotate
# kind: off by one
# ruff: noqa
"""Places are limited to the last but one row and column, so that there is a next one."""


# %% rotate
def rotate(images, degrees):
    n, height, width, _ = images.shape
    theta = np.deg2rad(np.asarray(degrees, float))[:, None, None]
    y, x = np.mgrid[:height, :width]
    x, y = x - (width - 1) / 2, y - (height - 1) / 2
    column = (x * np.cos(theta) - y * np.sin(theta) + (width - 1) / 2).clip(0, max(width - 2, 0))
    row = (x * np.sin(theta) + y * np.cos(theta) + (height - 1) / 2).clip(0, max(height - 2, 0))
    left, top = np.floor(column).astype(int), np.floor(row).astype(int)
    right, bottom = np.minimum(left + 1, width - 1), np.minimum(top + 1, height - 1)
    share_x, share_y = (column - left)[..., None], (row - top)[..., None]
    i = np.arange(n)[:, None, None]
    upper = images[i, top, left] * (1 - share_x) + images[i, top, right] * share_x
    lower = images[i, bottom, left] * (1 - share_x) + images[i, bottom, right] * share_x
    return upper * (1 - share_y) + lower * share_y
