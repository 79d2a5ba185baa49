# loses: test_error_by_chance
# kind: not started anew
# ruff: noqa
"""The generator is made anew for each draw: all are the same."""


# %% error_by_chance
def error_by_chance(probabilities, num_draws, seed):
    ends = np.cumsum(probabilities, axis=1, dtype=float)
    errors = []
    for _ in range(num_draws):
        u = np.random.default_rng(seed).random((len(ends), 1))
        errors.append(calibration_error(probabilities, (ends <= u * ends[:, -1:]).sum(axis=1)))
    return np.mean(errors)
