# loses: test_worth
# kind: another method
# ruff: noqa
"""Straight in the logarithms of both."""


# %% worth
def worth(counts, plain, augmented):
    losses = np.array(augmented)
    needed = np.exp(np.interp(np.log(losses), np.log(plain[::-1]), np.log(counts[::-1])))
    known = (losses <= plain[0]) & (losses >= plain[-1])
    return [m / n if ok else None for m, n, ok in zip(needed, counts, known)]
