# loses: test_worth
# kind: edge case
# ruff: noqa
"""Looks between the count itself and the next one only."""


# %% worth
def worth(counts, plain, augmented):
    factors = []
    for k, (n, loss) in enumerate(zip(counts, augmented)):
        if k + 1 == len(counts) or not plain[k + 1] <= loss <= plain[k]:
            factors.append(None)
            continue
        way = (plain[k] - loss) / (plain[k] - plain[k + 1])
        factors.append((counts[k + 1] / n) ** way)
    return factors
