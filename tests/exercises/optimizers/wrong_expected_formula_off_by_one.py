# ruff: noqa
# loses: test_expected_best
# kind: off by one
# The numbers of draws are those of num_tries from n, not of num_tries - 1 from the rest.


# %% expected_best
from math import comb


def expected_best(losses, num_tries):
    rising, n = sorted(losses), len(losses)
    ways = [comb(n - i, num_tries) for i in range(n)]
    return sum(w * loss for w, loss in zip(ways, rising)) / sum(ways)
