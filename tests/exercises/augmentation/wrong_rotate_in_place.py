# loses: test_rotate
# kind: arguments changed
# ruff: noqa
"""Float images are turned in the array handed in."""


# %% rotate
def rotate(images, degrees):
    n, height, width, _ = images.shape
    middle_x, middle_y = (width - 1) / 2, (height - 1) / 2
    old = images.astype(float)
    new = images if images.dtype == float else np.zeros(images.shape)
    for i in range(n):
        new[i] = 0
        theta = float(degrees[i]) * np.pi / 180
        cos, sin = np.cos(theta), np.sin(theta)
        for row in range(height):
            for column in range(width):
                x, y = column - middle_x, row - middle_y
                from_x = min(max(x * cos - y * sin + middle_x, 0), width - 1)
                from_y = min(max(x * sin + y * cos + middle_y, 0), height - 1)
                left, top = int(from_x), int(from_y)
                for at_row in (top, min(top + 1, height - 1)):
                    for at_column in (left, min(left + 1, width - 1)):
                        weight_x = 1 - abs(from_x - at_column)
                        weight_y = 1 - abs(from_y - at_row)
                        if at_row == top and at_row == height - 1:
                            weight_y = 0.5  # it comes twice
                        if at_column == left and at_column == width - 1:
                            weight_x = 0.5
                        new[i, row, column] += weight_x * weight_y * old[i, at_row, at_column]
    return new
