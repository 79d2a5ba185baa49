# ruff: noqa
# loses: test_expected_best
# kind: edge case
# The empty draw counts as a loss of 0.


# %% expected_best
from itertools import combinations


def expected_best(losses, num_tries):
    lowest = [min(draw) for draw in combinations(losses, num_tries)]
    return sum(lowest) / (len(lowest) + 1)
