# loses: test_shift
# kind: input type
# ruff: noqa
"""The new array is uint8: floats in [0, 1] become 0."""


# %% shift
def padded_and_cut(image, *, right, down):
    """Border on all sides, wide enough; then a window of the old size."""
    height, width, _ = image.shape
    right, down = np.clip(right, -width, width), np.clip(down, -height, height)
    wide = np.pad(image, ((height, height), (width, width), (0, 0)), mode="edge")
    top, left = height - down, width - right
    return wide[top : top + height, left : left + width]


def shift(images, right, down):
    moved = np.empty(shape=images.shape, dtype=np.uint8)
    for i, image in enumerate(images):
        moved[i] = padded_and_cut(image, right=right[i], down=down[i])
    return moved
