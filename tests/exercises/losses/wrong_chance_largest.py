# loses: test_error_by_chance
# kind: reduction
# ruff: noqa
"""The largest of the draws."""


# %% error_by_chance
def error_by_chance(probabilities, num_draws, seed):
    rng = np.random.default_rng(seed)
    ends = np.cumsum(probabilities, axis=1, dtype=np.float64)
    ends /= ends[:, -1:]
    draws = rng.random((num_draws, len(ends), 1))
    labels = (ends <= draws).sum(axis=2)
    return np.max([calibration_error(probabilities, one) for one in labels])
