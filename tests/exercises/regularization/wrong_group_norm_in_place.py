# loses: test_group_norm
# kind: arguments changed
# ruff: noqa
"""x itself is normalized."""


# %% group_norm
def group_norm(x, gamma, beta, groups, eps=1e-5):
    batch, height, width, channels = x.shape
    if channels % groups:
        raise ValueError("groups does not divide the number of channels")
    x = x if x.dtype == float else x.astype(float)
    parts = x.reshape(batch, height, width, groups, channels // groups)
    mean = parts.mean(axis=(1, 2, 4), keepdims=True)
    var = parts.var(axis=(1, 2, 4), keepdims=True)
    parts -= mean
    parts /= np.sqrt(var + eps)
    x[...] = gamma * parts.reshape(x.shape) + beta
    return x
