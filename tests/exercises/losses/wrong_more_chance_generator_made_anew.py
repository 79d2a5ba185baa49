# loses: test_error_by_chance
# kind: not started anew
# The generator is made in the loop: all draws are the same one.


# %% error_by_chance
def error_by_chance(probabilities, num_draws, seed):
    errors = []
    for _ in range(num_draws):
        rng = np.random.default_rng(seed)
        labels = np.array([rng.choice(len(p), p=p) for p in probabilities])
        errors.append(calibration_error(probabilities, labels))
    return np.mean(errors)
