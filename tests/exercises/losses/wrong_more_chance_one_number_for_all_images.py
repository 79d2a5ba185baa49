# loses: test_error_by_chance
# kind: state shared
# One random number for all images of a draw: they are not independent.


# %% error_by_chance
def error_by_chance(probabilities, num_draws, seed):
    rng = np.random.default_rng(seed)
    edges = probabilities.cumsum(axis=1)
    edges[:, -1] = 1.0
    errors = []
    for _ in range(num_draws):
        labels = (rng.random() >= edges).sum(axis=1)
        errors.append(calibration_error(probabilities, labels))
    return np.mean(errors)
