# loses: test_batch_norm
# kind: hard-coded output
# keeps: 2 of test_batch_norm
# ruff: noqa
"""The momentum is always 0.9."""


# %% batch_norm
def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean, var = x.mean(axis=(0, 1, 2)), x.var(axis=(0, 1, 2))
        new_mean = 0.9 * running_mean + (1 - 0.9) * mean
        new_var = 0.9 * running_var + (1 - 0.9) * var
    else:
        mean, var = running_mean, running_var
        new_mean, new_var = running_mean, running_var
    y = gamma * (x - mean) / np.sqrt(var + eps) + beta
    return y, new_mean, new_var
