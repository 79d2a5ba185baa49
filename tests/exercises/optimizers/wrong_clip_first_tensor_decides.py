# ruff: noqa
# loses: test_clip_by_global_norm
# kind: part left out
# The factor is made from the first tensor's norm.


# %% clip_by_global_norm
def clip_by_global_norm(gradients, limit):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    first = np.sqrt(np.sum(gradients[0] ** 2))
    factor = min(1.0, limit / first) if first > 0 else 1.0
    return [g * factor for g in gradients], norm
