# ruff: noqa
# loses: test_clip_by_global_norm
# kind: part left out
# A shorter gradient is made longer.


# %% clip_by_global_norm
def clip_by_global_norm(gradients, limit):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    factor = limit / norm if norm > 0 else 1.0
    return [g * factor for g in gradients], norm
