# loses: test_group_norm
# kind: edge case
# ruff: noqa
"""An AssertionError instead of a ValueError."""


# %% group_norm
def group_norm(x, gamma, beta, groups, eps=1e-5):
    batch, height, width, channels = x.shape
    assert channels % groups == 0
    parts = x.reshape(batch, height, width, groups, channels // groups)
    mean = parts.mean(axis=(1, 2, 4), keepdims=True)
    var = parts.var(axis=(1, 2, 4), keepdims=True)
    normalized = ((parts - mean) / np.sqrt(var + eps)).reshape(x.shape)
    return gamma * normalized + beta
