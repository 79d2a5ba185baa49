# ruff: noqa
# loses: test_expected_best
# kind: part left out
# The first num_tries rates in the order in which they were tried.


# %% expected_best
def expected_best(losses, num_tries):
    return float(min(losses[:num_tries]))
