# loses: test_convolve
# kind: order of arguments
# keeps: 1 of test_convolve
# ruff: noqa
"""Every so-manieth place, from the second one on."""


# %% convolve
def convolve(image, kernel, bias, stride=1, padding=0):
    size = kernel.shape[0]
    padded = np.pad(image, ((padding, padding), (padding, padding), (0, 0)))
    rows = (padded.shape[0] - size) // stride + 1
    columns = (padded.shape[1] - size) // stride + 1
    maps = np.zeros((rows, columns, kernel.shape[3]))
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride + (stride > 1), j * stride + (stride > 1)
            top, left = min(top, padded.shape[0] - size), min(left, padded.shape[1] - size)
            window = padded[top : top + size, left : left + size]
            maps[i, j] = np.einsum("uvc,uvcf->f", window, kernel) + bias
    return maps
