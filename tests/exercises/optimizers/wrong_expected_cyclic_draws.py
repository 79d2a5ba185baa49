# ruff: noqa
# loses: test_expected_best
# kind: part left out
# Only as many draws as there are rates, each beginning with another one.


# %% expected_best
def expected_best(losses, num_tries):
    n = len(losses)
    draws = [[losses[(i + j) % n] for j in range(num_tries)] for i in range(n)]
    return float(np.mean([min(draw) for draw in draws]))
