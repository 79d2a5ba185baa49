# ruff: noqa
# loses: nothing
# A gradient that is short enough is returned as it is: the same arrays, not copies.


# %% clip_by_global_norm
def clip_by_global_norm(gradients, limit):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    if norm <= limit:
        return gradients, norm
    return [g * (limit / norm) for g in gradients], norm
