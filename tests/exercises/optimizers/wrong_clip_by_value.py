# ruff: noqa
# loses: test_clip_by_global_norm
# kind: another method
# Each entry is clipped.


# %% clip_by_global_norm
def clip_by_global_norm(gradients, limit):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    return [np.clip(g, -limit, limit) for g in gradients], norm
