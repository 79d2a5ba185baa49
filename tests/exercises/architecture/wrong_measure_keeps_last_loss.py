# loses: test_measure
# kind: another method
# keeps: 1 of test_measure
# ruff: noqa
"""The last loss of each run is kept."""


# %% measure
def measure(networks, lrs, tuning_seed, seeds):
    rates, losses = {}, {}
    for name, layers in networks.items():
        lowest = []
        for lr in lrs:
            run = train(layers, lr, tuning_seed)
            lowest.append(np.inf if np.isnan(run).any() else min(run))
        rates[name] = lrs[int(np.argmin(lowest))]
        losses[name] = [train(layers, rates[name], seed)[-1] for seed in seeds]
    return rates, losses
