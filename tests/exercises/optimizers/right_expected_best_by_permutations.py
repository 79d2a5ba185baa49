# ruff: noqa
# loses: nothing
# All orders of all draws. Right, and quick up to 7 rates or so; 12 rates have 479 million orders.


# %% expected_best
from itertools import permutations


def expected_best(losses, num_tries):
    lowest = [min(draw) for draw in permutations(losses, num_tries)]
    return sum(lowest) / len(lowest)
