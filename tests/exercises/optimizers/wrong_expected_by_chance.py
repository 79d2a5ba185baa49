# ruff: noqa
# loses: test_expected_best
# kind: another method
# The mean over 10000 random draws.


# %% expected_best
def expected_best(losses, num_tries):
    rng = np.random.default_rng(0)
    lowest = [rng.permuted(losses)[:num_tries].min() for _ in range(10_000)]
    return float(np.mean(lowest))
