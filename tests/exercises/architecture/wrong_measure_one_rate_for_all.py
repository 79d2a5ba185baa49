# loses: test_measure
# kind: part left out
# ruff: noqa
"""The rate of the first network for all."""


# %% measure
def measure(networks, lrs, tuning_seed, seeds):
    rates, losses = {}, {}
    for name, layers in networks.items():
        if rates:
            rates[name] = next(iter(rates.values()))
            losses[name] = [min(train(layers, rates[name], seed)) for seed in seeds]
            continue
        lowest = []
        for lr in lrs:
            run = train(layers, lr, tuning_seed)
            lowest.append(np.inf if np.isnan(run).any() else min(run))
        rates[name] = lrs[int(np.argmin(lowest))]
        losses[name] = [min(train(layers, rates[name], seed)) for seed in seeds]
    return rates, losses
