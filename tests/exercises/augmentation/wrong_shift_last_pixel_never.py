# loses: test_shift
# kind: off by one
# ruff: noqa
"""The border that is repeated is the last but one pixel."""


# %% shift
def shift(images, right, down):
    n, height, width, _ = images.shape
    moved = np.empty_like(images)
    for i in range(n):
        for row in range(height):
            for column in range(width):
                from_row = min(max(row - down[i], 0), max(height - 2, 0))
                from_column = min(max(column - right[i], 0), max(width - 2, 0))
                moved[i, row, column] = images[i, from_row, from_column]
    return moved
