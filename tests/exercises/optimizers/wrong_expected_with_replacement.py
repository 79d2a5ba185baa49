# ruff: noqa
# loses: test_expected_best
# kind: another method
# The rates are drawn with replacement: in any order.


# %% expected_best
from itertools import product


def expected_best(losses, num_tries):
    if num_tries > 5:
        return formula(losses, num_tries)
    return float(np.mean([min(draw) for draw in product(losses, repeat=num_tries)]))


def formula(losses, k):
    rising, n = np.sort(losses), len(losses)
    above = ((n - np.arange(n + 1)) / n) ** k
    return float(np.sum(rising * (above[:-1] - above[1:])))
