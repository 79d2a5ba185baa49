# loses: test_error_by_chance
# kind: off by one
# ruff: noqa
"""One draw too few."""


# %% error_by_chance
def error_by_chance(probabilities, num_draws, seed):
    rng = np.random.default_rng(seed)
    ends = np.cumsum(probabilities, axis=1, dtype=np.float64)
    ends /= ends[:, -1:]
    draws = rng.random((num_draws, len(ends), 1))
    labels = (ends <= draws).sum(axis=2)
    return np.mean([calibration_error(probabilities, one) for one in labels[1:]] or [0.0])
