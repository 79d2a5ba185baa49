# ruff: noqa
# loses: test_expected_best
# kind: order of arguments
# The highest loss of each draw, as if it were an accuracy.


# %% expected_best
from itertools import combinations


def expected_best(losses, num_tries):
    return float(np.mean([max(draw) for draw in combinations(losses, num_tries)]))
