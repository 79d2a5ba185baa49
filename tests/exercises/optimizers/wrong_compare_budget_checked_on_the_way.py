# ruff: noqa
# loses: test_compare
# kind: order of arguments
# keeps: 1 of test_compare
# The budget of each optimizer is checked when it is its turn.


# %% compare
def compare(run, rates, tuning_seeds, fresh_seeds):
    if set(tuning_seeds) & set(fresh_seeds):
        raise ValueError("a fresh seed was used for tuning")
    outcome = {}
    for name, of_name in rates.items():
        if len(of_name) != len(next(iter(rates.values()))):
            raise ValueError("each optimizer needs the same number of rates")
        means = {}
        for lr in of_name:
            losses = [run(name, lr, seed) for seed in tuning_seeds]
            if np.all(np.isfinite(losses)):
                means[lr] = np.mean(losses)
        best = min(means, key=means.get)
        outcome[name] = (best, {seed: run(name, best, seed) for seed in fresh_seeds})
    return outcome
