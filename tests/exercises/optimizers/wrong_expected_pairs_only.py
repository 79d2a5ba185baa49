# ruff: noqa
# loses: test_expected_best
# kind: hard-coded output
# Always two rates, as in the example.


# %% expected_best
from itertools import combinations


def expected_best(losses, num_tries):
    if len(losses) < 2:
        return float(losses[0])
    return float(np.mean([min(draw) for draw in combinations(losses, 2)]))
