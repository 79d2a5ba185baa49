# loses: test_error_by_chance
# kind: state shared
# ruff: noqa
"""The same draw each time."""


# %% error_by_chance
def error_by_chance(probabilities, num_draws, seed):
    rng = np.random.default_rng(seed)
    ends = np.cumsum(probabilities, axis=1, dtype=np.float64)
    ends /= ends[:, -1:]
    draws = np.repeat(rng.random((1, len(ends), 1)), num_draws, axis=0)
    labels = (ends <= draws).sum(axis=2)
    return np.mean([calibration_error(probabilities, one) for one in labels])
