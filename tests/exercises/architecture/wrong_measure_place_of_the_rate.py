# loses: test_measure
# kind: shape or type returned
# ruff: noqa
"""The place of the rate in the list."""


# %% measure
def measure(networks, lrs, tuning_seed, seeds):
    rates, losses = {}, {}
    for name, layers in networks.items():
        lowest = []
        for lr in lrs:
            run = train(layers, lr, tuning_seed)
            lowest.append(np.inf if np.isnan(run).any() else min(run))
        rates[name] = lrs[int(np.argmin(lowest))]
        losses[name] = [min(train(layers, rates[name], seed)) for seed in seeds]
    rates = {name: list(lrs).index(rate) for name, rate in rates.items()}
    return rates, losses
