# ruff: noqa
# loses: test_expected_best
# kind: off by one
# Draws of at most num_tries rates.


# %% expected_best
from itertools import combinations


def expected_best(losses, num_tries):
    draws = [draw for k in range(1, num_tries + 1) for draw in combinations(losses, k)]
    return float(np.mean([min(draw) for draw in draws]))
