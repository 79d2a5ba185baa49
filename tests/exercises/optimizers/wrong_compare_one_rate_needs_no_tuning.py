# ruff: noqa
# loses: test_compare
# keeps: 1 of test_compare
# kind: part left out
# With a single rate there is nothing to choose, so nothing is trained on the tuning seeds.


# %% compare
def compare(run, rates, tuning_seeds, fresh_seeds):
    if len({len(of_name) for of_name in rates.values()}) > 1:
        raise ValueError("each optimizer needs the same number of rates")
    if set(tuning_seeds) & set(fresh_seeds):
        raise ValueError("a fresh seed was used for tuning")

    def mean(name, lr):
        losses = [run(name, lr, seed) for seed in tuning_seeds]
        return np.mean(losses) if np.isfinite(losses).all() else np.inf

    outcome = {}
    for name, of_name in rates.items():
        best = of_name[0]
        if len(of_name) > 1:
            best = min(of_name, key=lambda lr: mean(name, lr))
        outcome[name] = (best, {seed: run(name, best, seed) for seed in fresh_seeds})
    return outcome
