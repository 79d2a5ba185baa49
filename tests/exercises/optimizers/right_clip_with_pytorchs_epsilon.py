# ruff: noqa
# loses: nothing
# PyTorch's 1e-6 beside the norm. train_step may use it ("what your framework has"), the formula of
# clip_by_global_norm does not have it. Off by 1e-6 / norm, relatively: a matter of tolerance.


# %% clip_by_global_norm
def clip_by_global_norm(gradients, limit):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    factor = min(1.0, limit / (norm + 1e-6))
    return [g * factor for g in gradients], norm
