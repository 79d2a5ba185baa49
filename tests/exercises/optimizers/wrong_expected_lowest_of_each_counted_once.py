# ruff: noqa
# loses: test_expected_best
# kind: edge case
# Each lowest loss is counted once.


# %% expected_best
from itertools import combinations


def expected_best(losses, num_tries):
    lowest = {float(min(draw)) for draw in combinations(losses, num_tries)}
    return sum(lowest) / len(lowest)
