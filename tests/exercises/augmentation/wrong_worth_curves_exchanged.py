# loses: test_worth
# kind: order of arguments
# ruff: noqa
"""Looks the plain losses up on the augmented curve."""


# %% worth
def worth(counts, plain, augmented):
    plain, augmented = sorted(augmented, reverse=True), plain
    losses = np.array(augmented)
    needed = np.exp(np.interp(losses, plain[::-1], np.log(counts[::-1])))
    known = (losses <= plain[0]) & (losses >= plain[-1])
    return [m / n if ok else None for m, n, ok in zip(needed, counts, known)]
