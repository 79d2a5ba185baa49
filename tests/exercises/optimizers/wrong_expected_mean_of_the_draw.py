# ruff: noqa
# loses: test_expected_best
# kind: reduction
# The mean of each draw.


# %% expected_best
from itertools import combinations


def expected_best(losses, num_tries):
    return float(np.mean([np.mean(draw) for draw in combinations(losses, num_tries)]))
