# loses: test_worth
# kind: edge case
# ruff: noqa
"""A factor below 1 is called 1."""


# %% worth
def worth(counts, plain, augmented):
    losses = np.array(augmented)
    needed = np.exp(np.interp(losses, plain[::-1], np.log(counts[::-1])))
    known = (losses <= plain[0]) & (losses >= plain[-1])
    return [max(1.0, m / n) if ok else None for m, n, ok in zip(needed, counts, known)]
