# loses: test_worth
# kind: NaN or infinity
# ruff: noqa
"""NaN instead of None."""


# %% worth
def worth(counts, plain, augmented):
    losses = np.array(augmented)
    needed = np.exp(np.interp(losses, plain[::-1], np.log(counts[::-1])))
    known = (losses <= plain[0]) & (losses >= plain[-1])
    return [m / n if ok else np.nan for m, n, ok in zip(needed, counts, known)]
