# loses: test_worth
# kind: off by one
# ruff: noqa
"""Exactly the lowest loss counts as unknown."""


# %% worth
def worth(counts, plain, augmented):
    losses = np.array(augmented)
    needed = np.exp(np.interp(losses, plain[::-1], np.log(counts[::-1])))
    known = (losses <= plain[0]) & (losses > plain[-1])
    return [m / n if ok else None for m, n, ok in zip(needed, counts, known)]
