# ruff: noqa
# loses: test_expected_best
# kind: part left out
# Draws of rates that stand side by side.


# %% expected_best
def expected_best(losses, num_tries):
    draws = [losses[i : i + num_tries] for i in range(len(losses) - num_tries + 1)]
    return float(np.mean([min(draw) for draw in draws]))
