# loses: test_measure
# kind: global for an argument
# ruff: noqa
"""The rates and seeds of the notebook."""


# %% measure
def measure(networks, lrs, tuning_seed, seeds):
    lrs, seeds = [0.003, 0.01], [1, 2, 3, 4, 5]
    rates, losses = {}, {}
    for name, layers in networks.items():
        lowest = []
        for lr in lrs:
            run = train(layers, lr, tuning_seed)
            lowest.append(np.inf if np.isnan(run).any() else min(run))
        rates[name] = lrs[int(np.argmin(lowest))]
        losses[name] = [min(train(layers, rates[name], seed)) for seed in seeds]
    return rates, losses
