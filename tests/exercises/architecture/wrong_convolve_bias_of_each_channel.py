# loses: test_convolve
# kind: wrong number
# ruff: noqa
"""The bias counts for each channel."""


# %% convolve
def convolve(image, kernel, bias, stride=1, padding=0):
    size = kernel.shape[0]
    padded = np.pad(image, ((padding, padding), (padding, padding), (0, 0)))
    rows = (padded.shape[0] - size) // stride + 1
    columns = (padded.shape[1] - size) // stride + 1
    maps = np.zeros((rows, columns, kernel.shape[3]))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + size, j * stride : j * stride + size]
            maps[i, j] = np.einsum("uvc,uvcf->f", window, kernel) + bias * image.shape[2]
    return maps
