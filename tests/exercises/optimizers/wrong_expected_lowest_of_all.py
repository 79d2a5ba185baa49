# ruff: noqa
# loses: test_expected_best
# kind: reduction
# The lowest loss of all draws.


# %% expected_best
from itertools import combinations


def expected_best(losses, num_tries):
    return float(min(min(draw) for draw in combinations(losses, num_tries)))
