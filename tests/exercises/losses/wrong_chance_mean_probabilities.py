# loses: test_error_by_chance
# kind: reduction
# ruff: noqa
"""Draws from the mean probabilities of all images."""


# %% error_by_chance
def error_by_chance(probabilities, num_draws, seed):
    rng = np.random.default_rng(seed)
    ends = np.cumsum(np.mean(probabilities, axis=0, keepdims=True).repeat(len(probabilities), axis=0), axis=1)
    ends /= ends[:, -1:]
    draws = rng.random((num_draws, len(ends), 1))
    labels = (ends <= draws).sum(axis=2)
    return np.mean([calibration_error(probabilities, one) for one in labels])
