# ruff: noqa
# loses: test_expected_best
# kind: off by one
# A draw has one rate more, but not more than there are.


# %% expected_best
from itertools import combinations


def expected_best(losses, num_tries):
    tries = min(num_tries + 1, len(losses))
    return float(np.mean([min(draw) for draw in combinations(losses, tries)]))
