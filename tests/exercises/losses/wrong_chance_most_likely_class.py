# loses: test_error_by_chance
# kind: another method
# ruff: noqa
"""The most likely class, not a drawn one."""


# %% error_by_chance
def error_by_chance(probabilities, num_draws, seed):
    rng = np.random.default_rng(seed)
    ends = np.cumsum(probabilities, axis=1, dtype=np.float64)
    ends /= ends[:, -1:]
    draws = rng.random((num_draws, len(ends), 1))
    labels = [probabilities.argmax(axis=1)] * num_draws
    return np.mean([calibration_error(probabilities, one) for one in labels])
