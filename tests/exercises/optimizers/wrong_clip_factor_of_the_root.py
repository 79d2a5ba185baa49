# ruff: noqa
# loses: test_clip_by_global_norm
# kind: wrong number
# The factor is the root of what it should be.


# %% clip_by_global_norm
def clip_by_global_norm(gradients, limit):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    factor = min(1.0, (limit / norm) ** 0.5) if norm > 0 else 1.0
    return [g * factor for g in gradients], norm
