# ruff: noqa
# loses: test_expected_best
# kind: off by one
# A draw has one rate less, but at least one.


# %% expected_best
from itertools import combinations


def expected_best(losses, num_tries):
    tries = max(num_tries - 1, 1)
    return float(np.mean([min(draw) for draw in combinations(losses, tries)]))
