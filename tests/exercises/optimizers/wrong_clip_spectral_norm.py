# ruff: noqa
# loses: test_clip_by_global_norm
# kind: another method
# np.linalg.norm of a matrix with ord=2 is the largest singular value.


# %% clip_by_global_norm
def spectral(g):
    if g.ndim == 2:
        return np.linalg.norm(g, ord=2)
    return np.linalg.norm(np.ravel(g))


def clip_by_global_norm(gradients, limit):
    norm = np.sqrt(sum(spectral(g) ** 2 for g in gradients))
    factor = min(1.0, limit / norm) if norm > 0 else 1.0
    return [g * factor for g in gradients], norm
