# loses: test_measure
# kind: NaN or infinity
# ruff: noqa
"""NaNs within a run are left out, and its other losses count."""


# %% measure
def measure(networks, lrs, tuning_seed, seeds):
    rates, losses = {}, {}
    for name, layers in networks.items():
        lowest = []
        for lr in lrs:
            run = train(layers, lr, tuning_seed)
            lowest.append(np.nanmin(run))
        rates[name] = lrs[int(np.argmin(lowest))]
        losses[name] = [min(train(layers, rates[name], seed)) for seed in seeds]
    return rates, losses
