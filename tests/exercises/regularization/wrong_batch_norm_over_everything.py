# loses: test_batch_norm
# kind: another axis
# keeps: 1 of test_batch_norm
# ruff: noqa
"""One mean for all channels, in training."""


# %% batch_norm
def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean, var = x.mean() * np.ones(len(gamma)), x.var() * np.ones(len(gamma))
        new_mean = momentum * running_mean + (1 - momentum) * mean
        new_var = momentum * running_var + (1 - momentum) * var
    else:
        mean, var = running_mean, running_var
        new_mean, new_var = running_mean, running_var
    y = gamma * (x - mean) / np.sqrt(var + eps) + beta
    return y, new_mean, new_var
