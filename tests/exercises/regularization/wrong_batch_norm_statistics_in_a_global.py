# loses: test_batch_norm
# keeps: 1 of test_batch_norm
# kind: state shared
# ruff: noqa
"""The running statistics live in a global; those handed in count at the first call alone."""


# %% batch_norm
_kept = {}


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    old_mean, old_var = _kept.setdefault(len(gamma), (running_mean, running_var))
    mean, var = old_mean, old_var
    if training:
        mean, var = x.mean(axis=(0, 1, 2)), x.var(axis=(0, 1, 2))
        old_mean = momentum * old_mean + (1 - momentum) * mean
        old_var = momentum * old_var + (1 - momentum) * var
        _kept[len(gamma)] = old_mean, old_var
    return gamma * (x - mean) / np.sqrt(var + eps) + beta, old_mean, old_var
