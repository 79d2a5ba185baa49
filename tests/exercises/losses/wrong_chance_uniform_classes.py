# loses: test_error_by_chance
# kind: another method
# ruff: noqa
"""All classes alike."""


# %% error_by_chance
def error_by_chance(probabilities, num_draws, seed):
    rng = np.random.default_rng(seed)
    ends = np.cumsum(probabilities, axis=1, dtype=np.float64)
    ends /= ends[:, -1:]
    draws = rng.random((num_draws, len(ends), 1))
    labels = rng.integers(probabilities.shape[1], size=(num_draws, len(ends)))
    return np.mean([calibration_error(probabilities, one) for one in labels])
