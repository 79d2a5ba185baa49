# loses: test_worth
# kind: order of arguments
# ruff: noqa
"""np.interp needs rising numbers; these fall."""


# %% worth
def worth(counts, plain, augmented):
    losses = np.array(augmented)
    needed = np.exp(np.interp(losses, plain, np.log(counts)))
    known = (losses <= plain[0]) & (losses >= plain[-1])
    return [m / n if ok else None for m, n, ok in zip(needed, counts, known)]
