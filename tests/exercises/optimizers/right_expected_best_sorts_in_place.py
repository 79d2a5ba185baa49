# ruff: noqa
# loses: nothing
# Sorts the list that it got. The text does not say that losses may not change.


# %% expected_best
from math import comb


def expected_best(losses, num_tries):
    losses.sort()
    n = len(losses)
    ways = [comb(n - 1 - i, num_tries - 1) for i in range(n)]
    return sum(w * loss for w, loss in zip(ways, losses)) / comb(n, num_tries)
