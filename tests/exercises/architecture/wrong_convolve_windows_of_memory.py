# loses: test_convolve
# kind: view for a copy
# ruff: noqa
"""Strides of an array that is taken for contiguous."""


# %% convolve
def convolve(image, kernel, bias, stride=1, padding=0):
    size, _, channels, filters = kernel.shape
    padded = image
    if padding:
        padded = np.pad(image, ((padding, padding), (padding, padding), (0, 0)))
    rows = (padded.shape[0] - size) // stride + 1
    columns = (padded.shape[1] - size) // stride + 1
    deep = padded.itemsize
    right = deep * channels
    down = right * padded.shape[1]
    windows = np.lib.stride_tricks.as_strided(
        padded,
        shape=(rows, columns, size, size, channels),
        strides=(down * stride, right * stride, down, right, deep),
    )
    return np.einsum("ijuvc,uvcf->ijf", windows, kernel) + bias
