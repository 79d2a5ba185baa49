# loses: test_measure
# kind: wrong number
# keeps: 1 of test_measure
# ruff: noqa
"""Measured for twice as many epochs."""


# %% measure
def measure(networks, lrs, tuning_seed, seeds):
    rates, losses = {}, {}
    for name, layers in networks.items():
        lowest = []
        for lr in lrs:
            run = train(layers, lr, tuning_seed)
            lowest.append(np.inf if np.isnan(run).any() else min(run))
        rates[name] = lrs[int(np.argmin(lowest))]
        losses[name] = [min(train(layers, rates[name], seed, num_epochs=8)) for seed in seeds]
    return rates, losses
