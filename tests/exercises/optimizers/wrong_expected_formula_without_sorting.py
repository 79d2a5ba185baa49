# ruff: noqa
# loses: test_expected_best
# kind: order of arguments
# The formula for sorted losses, without sorting them.


# %% expected_best
from math import comb


def expected_best(losses, num_tries):
    n = len(losses)
    ways = [comb(n - 1 - i, num_tries - 1) for i in range(n)]
    return sum(w * loss for w, loss in zip(ways, losses)) / sum(ways)
