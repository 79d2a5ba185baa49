# loses: test_shift
# kind: edge case
# ruff: noqa
"""A shift larger than the image is taken modulo its size."""


# %% shift
def shift(images, right, down):
    n, height, width, _ = images.shape
    rows = np.clip(np.arange(height) - np.fmod(down, height)[:, None], 0, height - 1)
    columns = np.clip(np.arange(width) - np.fmod(right, width)[:, None], 0, width - 1)
    return images[np.arange(n)[:, None, None], rows[:, :, None], columns[:, None, :]]
