# ruff: noqa
# loses: test_expected_best
# kind: another method
# Draws with repetition, each multiset once.


# %% expected_best
from itertools import combinations_with_replacement


def expected_best(losses, num_tries):
    if num_tries == len(losses):
        return float(min(losses))
    draws = combinations_with_replacement(losses, min(num_tries, 6))
    return float(np.mean([min(draw) for draw in draws]))
