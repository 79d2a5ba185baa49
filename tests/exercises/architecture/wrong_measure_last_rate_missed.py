# loses: test_measure
# kind: off by one
# ruff: noqa
"""The last rate is not tried."""


# %% measure
def measure(networks, lrs, tuning_seed, seeds):
    rates, losses = {}, {}
    for name, layers in networks.items():
        lowest = []
        for lr in lrs[:-1] or lrs:
            run = train(layers, lr, tuning_seed)
            lowest.append(np.inf if np.isnan(run).any() else min(run))
        rates[name] = lrs[int(np.argmin(lowest))]
        losses[name] = [min(train(layers, rates[name], seed)) for seed in seeds]
    return rates, losses
