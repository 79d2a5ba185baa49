# loses: test_shift
# kind: another axis
# ruff: noqa
"""Rows are clipped at the last column: right on square images only."""


# %% shift
def shift(images, right, down):
    n, height, width, _ = images.shape
    rows = np.clip(np.arange(height) - down[:, None], 0, min(height, width) - 1)
    columns = np.clip(np.arange(width) - right[:, None], 0, min(height, width) - 1)
    return images[np.arange(n)[:, None, None], rows[:, :, None], columns[:, None, :]]
