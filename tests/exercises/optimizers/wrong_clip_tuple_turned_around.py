# ruff: noqa
# loses: test_clip_by_global_norm
# kind: order of arguments
# The norm comes first.


# %% clip_by_global_norm
def clip_by_global_norm(gradients, limit):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    factor = min(1.0, limit / norm) if norm > 0 else 1.0
    return norm, [g * factor for g in gradients]
