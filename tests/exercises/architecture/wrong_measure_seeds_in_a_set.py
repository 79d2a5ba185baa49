# loses: test_measure
# kind: order of arguments
# keeps: 1 of test_measure
# ruff: noqa
"""A set of seeds: its order is another one."""


# %% measure
def measure(networks, lrs, tuning_seed, seeds):
    rates, losses = {}, {}
    for name, layers in networks.items():
        lowest = []
        for lr in lrs:
            run = train(layers, lr, tuning_seed)
            lowest.append(np.inf if np.isnan(run).any() else min(run))
        rates[name] = lrs[int(np.argmin(lowest))]
        losses[name] = [min(train(layers, rates[name], seed)) for seed in {seed * 7919 % 101: seed for seed in reversed(seeds)}.values()]
    return rates, losses
