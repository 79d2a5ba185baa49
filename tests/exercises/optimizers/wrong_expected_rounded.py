# ruff: noqa
# loses: test_expected_best
# kind: wrong number
# Rounded to two digits.


# %% expected_best
from itertools import combinations


def expected_best(losses, num_tries):
    return round(float(np.mean([min(draw) for draw in combinations(losses, num_tries)])), 2)
