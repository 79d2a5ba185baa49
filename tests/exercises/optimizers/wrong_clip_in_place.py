# ruff: noqa
# loses: test_clip_by_global_norm
# kind: arguments changed
# The gradients themselves are clipped.


# %% clip_by_global_norm
def clip_by_global_norm(gradients, limit):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    if norm > limit:
        for g in gradients:
            g *= limit / norm
    return gradients, norm
