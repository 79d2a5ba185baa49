# loses: test_shift
# kind: edge case
# ruff: noqa
"""What nothing has moved to gets the corner pixel of the image, not the nearest one."""


# %% shift
def shift(images, right, down):
    n, height, width, _ = images.shape
    moved = np.empty_like(images)
    for i in range(n):
        for row in range(height):
            for column in range(width):
                from_row, from_column = row - down[i], column - right[i]
                if 0 <= from_row < height and 0 <= from_column < width:
                    moved[i, row, column] = images[i, from_row, from_column]
                else:
                    corner = 0 if from_row < 0 else -1, 0 if from_column < 0 else -1
                    moved[i, row, column] = images[i, *corner]
    return moved
