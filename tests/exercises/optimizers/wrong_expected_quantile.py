# ruff: noqa
# loses: test_expected_best
# kind: another method
# The quantile at 1 / (k + 1) of the losses.


# %% expected_best
def expected_best(losses, num_tries):
    return float(np.quantile(losses, 1 / (num_tries + 1)))
