# ruff: noqa
# loses: test_clip_by_global_norm
# kind: reduction
# Each tensor is clipped by its own norm.


# %% clip_by_global_norm
def clip_by_global_norm(gradients, limit):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    clipped = []
    for g in gradients:
        own = np.sqrt(np.sum(g**2))
        clipped.append(g * min(1.0, limit / own) if own > 0 else g.copy())
    return clipped, norm
