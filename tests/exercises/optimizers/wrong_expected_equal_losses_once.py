# ruff: noqa
# loses: test_expected_best
# kind: edge case
# Equal losses are counted once.


# %% expected_best
from itertools import combinations


def expected_best(losses, num_tries):
    different = set(map(float, losses))
    tries = min(num_tries, len(different))
    return float(np.mean([min(draw) for draw in combinations(different, tries)]))
