# loses: test_shift
# kind: order of arguments
# ruff: noqa
"""down moves up; right is right."""


# %% shift
def shift(images, right, down):
    n, height, width, _ = images.shape
    rows = np.clip(np.arange(height) + down[:, None], 0, height - 1)
    columns = np.clip(np.arange(width) - right[:, None], 0, width - 1)
    return images[np.arange(n)[:, None, None], rows[:, :, None], columns[:, None, :]]
