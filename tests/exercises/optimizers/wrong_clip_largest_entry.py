# ruff: noqa
# loses: test_clip_by_global_norm
# kind: another method
# The largest entry is the norm.


# %% clip_by_global_norm
def clip_by_global_norm(gradients, limit):
    norm = max(np.max(np.abs(g), initial=0.0) for g in gradients)
    factor = min(1.0, limit / norm) if norm > 0 else 1.0
    return [g * factor for g in gradients], norm
