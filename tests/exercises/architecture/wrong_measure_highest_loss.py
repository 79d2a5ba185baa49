# loses: test_measure
# kind: order of arguments
# ruff: noqa
"""The rate with the highest loss."""


# %% measure
def measure(networks, lrs, tuning_seed, seeds):
    rates, losses = {}, {}
    for name, layers in networks.items():
        lowest = []
        for lr in lrs:
            run = train(layers, lr, tuning_seed)
            lowest.append(np.inf if np.isnan(run).any() else min(run))
        rates[name] = lrs[int(np.argmax(np.where(np.isinf(lowest), -1, lowest)))]
        losses[name] = [min(train(layers, rates[name], seed)) for seed in seeds]
    return rates, losses
