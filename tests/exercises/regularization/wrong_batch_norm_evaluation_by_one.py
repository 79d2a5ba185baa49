# loses: test_batch_norm
# kind: mode
# keeps: 2 of test_batch_norm
# ruff: noqa
"""Evaluation subtracts the running mean, but does not divide."""


# %% batch_norm
def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean, var = x.mean(axis=(0, 1, 2)), x.var(axis=(0, 1, 2))
        new_mean = momentum * running_mean + (1 - momentum) * mean
        new_var = momentum * running_var + (1 - momentum) * var
    else:
        mean, var = running_mean, running_var
        new_mean, new_var = running_mean, running_var
    if not training:
        var = np.ones_like(var)
    y = gamma * (x - mean) / np.sqrt(var + eps) + beta
    return y, new_mean, new_var
