# loses: test_error_by_chance
# kind: off by one
# ruff: noqa
"""A class too far: class 0 never comes."""


# %% error_by_chance
def error_by_chance(probabilities, num_draws, seed):
    rng = np.random.default_rng(seed)
    ends = np.cumsum(probabilities, axis=1, dtype=np.float64)
    ends /= ends[:, -1:]
    draws = rng.random((num_draws, len(ends), 1))
    labels = ((ends <= draws).sum(axis=2) + 1).clip(max=probabilities.shape[1] - 1)
    return np.mean([calibration_error(probabilities, one) for one in labels])
