# ruff: noqa
# loses: test_clip_by_global_norm
# kind: arguments changed
# The clipped tensors are put into the list that came in.


# %% clip_by_global_norm
def clip_by_global_norm(gradients, limit):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    if norm > limit:
        for i, g in enumerate(gradients):
            gradients[i] = g * (limit / norm)
    return gradients, norm
