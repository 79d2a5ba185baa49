# loses: test_worth
# kind: edge case
# ruff: noqa
"""The line from the first to the last point: right with two counts."""


# %% worth
def worth(counts, plain, augmented):
    factors = []
    for n, loss in zip(counts, augmented):
        way = (plain[0] - loss) / (plain[0] - plain[-1])
        inside = 0 <= way <= 1
        factors.append(counts[0] * (counts[-1] / counts[0]) ** way / n if inside else None)
    return factors
