# loses: test_shift
# kind: arguments changed
# ruff: noqa
"""Writes the moved pixels into the array handed in."""


# %% shift
def shift(images, right, down):
    old = images.copy()
    n, height, width, _ = images.shape
    moved = images
    for i in range(n):
        for row in range(height):
            for column in range(width):
                from_row = min(max(row - down[i], 0), height - 1)
                from_column = min(max(column - right[i], 0), width - 1)
                moved[i, row, column] = old[i, from_row, from_column]
    return moved
