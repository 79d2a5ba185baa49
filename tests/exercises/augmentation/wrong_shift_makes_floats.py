# loses: test_shift
# kind: shape or type returned
# ruff: noqa
"""The new array is float64."""


# %% shift
def shift(images, right, down):
    n, height, width, _ = images.shape
    moved = np.empty(images.shape)
    for i in range(n):
        for row in range(height):
            for column in range(width):
                from_row = min(max(row - down[i], 0), height - 1)
                from_column = min(max(column - right[i], 0), width - 1)
                moved[i, row, column] = images[i, from_row, from_column]
    return moved
