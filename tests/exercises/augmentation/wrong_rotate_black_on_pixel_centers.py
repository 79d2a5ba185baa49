# loses: test_rotate
# kind: edge case
# ruff: noqa
"""Floor and ceiling: where a place is the center of a pixel, both weights are 0."""


# %% rotate
def rotate(images, degrees):
    n, height, width, _ = images.shape
    theta = np.deg2rad(np.asarray(degrees, float))[:, None, None]
    y, x = np.mgrid[:height, :width]
    x, y = x - (width - 1) / 2, y - (height - 1) / 2
    column = (x * np.cos(theta) - y * np.sin(theta) + (width - 1) / 2).clip(0, width - 1)
    row = (x * np.sin(theta) + y * np.cos(theta) + (height - 1) / 2).clip(0, height - 1)
    left, top = np.floor(column).astype(int), np.floor(row).astype(int)
    right, bottom = np.ceil(column).astype(int), np.ceil(row).astype(int)
    share_x, share_y = (column - left)[..., None], (row - top)[..., None]
    i = np.arange(n)[:, None, None]
    upper = images[i, top, left] * (right - column)[..., None] + images[i, top, right] * share_x
    lower = images[i, bottom, left] * (right - column)[..., None] + images[i, bottom, right] * share_x
    return upper * (bottom - row)[..., None] + lower * share_y
