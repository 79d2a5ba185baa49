# ruff: noqa
# loses: test_compare
# keeps: 1 of test_compare
# kind: part left out
# After a run that diverged, the other tuning seeds of this rate are left out: fewer calls than "each
# of its rates with each tuning seed, once", but "no more".


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
            losses = []
            for seed in tuning_seeds:
                losses.append(run(name, lr, seed))
                if not np.isfinite(losses[-1]):
                    break
            else:
                means[lr] = np.mean(losses)
        best = min(means, key=means.get)
        outcome[name] = (best, {seed: run(name, best, seed) for seed in fresh_seeds})
    return outcome
