# ruff: noqa
# loses: test_clip_by_global_norm
# kind: wrong number
# Rounded to two digits.


# %% clip_by_global_norm
def clip_by_global_norm(gradients, limit):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    factor = min(1.0, limit / norm) if norm > 0 else 1.0
    return [np.round(g * factor, 2) for g in gradients], norm
