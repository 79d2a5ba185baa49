# ruff: noqa
# loses: test_clip_by_global_norm
# kind: NaN or infinity
# A gradient of 0 is divided by its norm.


# %% clip_by_global_norm
def clip_by_global_norm(gradients, limit):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    return [g / norm * min(norm, limit) for g in gradients], norm
