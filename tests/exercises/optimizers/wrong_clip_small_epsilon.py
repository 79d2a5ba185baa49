# ruff: noqa
# loses: test_clip_by_global_norm
# kind: epsilon elsewhere
# 0.001 is added to the norm, against division by 0.


# %% clip_by_global_norm
def clip_by_global_norm(gradients, limit):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    factor = min(1.0, limit / (norm + 1e-3))
    return [g * factor for g in gradients], norm
