# loses: nothing
# ruff: noqa
"""Borderline: the squares of integers stay integers; those of int8 overflow. "Floats or integers" may mean int64 alone."""


# %% penalty
def penalty(weights, strength, kind):
    if kind not in ("l1", "l2"):
        raise ValueError(kind)
    kernels = [w if w.ndim > 1 else 0 * w for w in weights]
    if kind == "l2":
        return strength / 2 * sum((w**2).sum() for w in kernels), [1.0 * strength * w for w in kernels]
    return strength * sum(abs(w).sum() for w in kernels), [1.0 * strength * np.sign(w) for w in kernels]
