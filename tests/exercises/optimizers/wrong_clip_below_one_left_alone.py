# ruff: noqa
# loses: test_clip_by_global_norm
# kind: hard-coded output
# Gradients shorter than 1 are left alone, whatever the limit.


# %% clip_by_global_norm
def clip_by_global_norm(gradients, limit):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    factor = min(1.0, limit / norm) if norm > 1 else 1.0
    return [g * factor for g in gradients], norm
