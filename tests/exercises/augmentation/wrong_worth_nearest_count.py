# loses: test_worth
# kind: another method
# ruff: noqa
"""The count with the nearest plain loss."""


# %% worth
def worth(counts, plain, augmented):
    factors = []
    for n, loss in zip(counts, augmented):
        if loss > plain[0] or loss < plain[-1]:
            factors.append(None)
        else:
            factors.append(counts[int(np.argmin(abs(np.array(plain) - loss)))] / n)
    return factors
