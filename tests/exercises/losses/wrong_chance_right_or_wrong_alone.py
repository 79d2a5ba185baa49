# loses: test_error_by_chance
# kind: another method
# ruff: noqa
"""Draws only whether the answer is right; a wrong one is always the next class."""


# %% error_by_chance
def error_by_chance(probabilities, num_draws, seed):
    rng = np.random.default_rng(seed)
    ends = np.cumsum(probabilities, axis=1, dtype=np.float64)
    ends /= ends[:, -1:]
    draws = rng.random((num_draws, len(ends), 1))
    best = probabilities.argmax(axis=1)
    wrong = draws[:, :, 0] > probabilities.max(axis=1)
    labels = np.where(wrong, (best + 1) % probabilities.shape[1], best)
    return np.mean([calibration_error(probabilities, one) for one in labels])
