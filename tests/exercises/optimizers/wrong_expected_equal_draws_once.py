# ruff: noqa
# loses: test_expected_best
# kind: edge case
# Draws with the same losses are counted once.


# %% expected_best
from itertools import combinations


def expected_best(losses, num_tries):
    draws = set(combinations(sorted(map(float, losses)), num_tries))
    return float(np.mean([min(draw) for draw in draws]))
