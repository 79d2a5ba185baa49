# loses: test_worth
# kind: edge case
# ruff: noqa
"""Where augmentation harms, None."""


# %% worth
def worth(counts, plain, augmented):
    losses = np.array(augmented)
    needed = np.exp(np.interp(losses, plain[::-1], np.log(counts[::-1])))
    known = (losses <= plain[0]) & (losses >= plain[-1])
    return [m / n if ok and m >= n else None for m, n, ok in zip(needed, counts, known)]
