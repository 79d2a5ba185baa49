# ruff: noqa
# loses: test_compare
# kind: NaN or infinity
# keeps: 1 of test_compare
# Only the last seed's loss is looked at.


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
            if np.isfinite(losses[-1]):
                means[lr] = np.mean(losses)
        best = min(means, key=means.get)
        outcome[name] = (best, {seed: run(name, best, seed) for seed in fresh_seeds})
    return outcome
