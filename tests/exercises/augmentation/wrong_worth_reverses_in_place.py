# loses: test_worth
# kind: arguments changed
# ruff: noqa
"""Reverses the lists handed in."""


# %% worth
def worth(counts, plain, augmented):
    ends = plain[0], plain[-1]
    plain.reverse()
    losses = np.array(augmented)
    needed = np.exp(np.interp(losses, plain, np.log(counts[::-1])))
    known = (losses <= ends[0]) & (losses >= ends[1])
    return [m / n if ok else None for m, n, ok in zip(needed, counts, known)]
