# ruff: noqa
# loses: test_compare
# kind: shape or type returned
# keeps: 1 of test_compare
# The fresh losses are a list.


# %% compare
def compare(run, rates, tuning_seeds, fresh_seeds):
    if len({len(of_name) for of_name in rates.values()}) > 1:
        raise ValueError("each optimizer needs the same number of rates")
    if set(tuning_seeds) & set(fresh_seeds):
        raise ValueError("a fresh seed was used for tuning")
    outcome = {}
    for name, of_name in rates.items():
        means = {}
        for lr in of_name:
            losses = [run(name, lr, seed) for seed in tuning_seeds]
            if np.all(np.isfinite(losses)):
                means[lr] = np.mean(losses)
        best = min(means, key=means.get)
        outcome[name] = (best, [run(name, best, seed) for seed in fresh_seeds])
    return outcome
