# loses: test_worth
# kind: another method
# ruff: noqa
"""The loss falls in a straight line over the count, not its logarithm."""


# %% worth
def worth(counts, plain, augmented):
    losses = np.array(augmented)
    needed = np.interp(losses, plain[::-1], counts[::-1])
    known = (losses <= plain[0]) & (losses >= plain[-1])
    return [m / n if ok else None for m, n, ok in zip(needed, counts, known)]
