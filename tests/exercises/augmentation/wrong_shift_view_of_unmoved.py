# loses: test_shift
# kind: view for a copy
# ruff: noqa
"""If nothing moves, the array itself comes back."""


# %% shift
def shift(images, right, down):
    if not (right.any() or down.any()):
        return images
    n, height, width, _ = images.shape
    rows = np.clip(np.arange(height) - down[:, None], 0, height - 1)
    columns = np.clip(np.arange(width) - right[:, None], 0, width - 1)
    return images[np.arange(n)[:, None, None], rows[:, :, None], columns[:, None, :]]
