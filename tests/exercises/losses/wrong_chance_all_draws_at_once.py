# loses: test_error_by_chance
# kind: reduction
# ruff: noqa
"""One calibration error of all draws together: chance goes away."""


# %% error_by_chance
def error_by_chance(probabilities, num_draws, seed):
    rng = np.random.default_rng(seed)
    ends = np.cumsum(probabilities, axis=1, dtype=np.float64)
    ends /= ends[:, -1:]
    draws = rng.random((num_draws, len(ends), 1))
    labels = (ends <= draws).sum(axis=2)
    return calibration_error(np.tile(probabilities, (num_draws, 1)), labels.ravel())
