# loses: test_measure
# kind: state shared
# ruff: noqa
"""Runs are kept from call to call by name and rate: another stack of the same name is not trained."""


# %% measure
_kept = {}


def measure(networks, lrs, tuning_seed, seeds):
    rates, losses = {}, {}
    for name, layers in networks.items():
        lowest = []
        for lr in lrs:
            key = name, lr, tuning_seed
            run = _kept[key] = _kept.get(key) or train(layers, lr, tuning_seed)
            lowest.append(np.inf if np.isnan(run).any() else min(run))
        rates[name] = lrs[int(np.argmin(lowest))]
        losses[name] = [min(train(layers, rates[name], seed)) for seed in seeds]
    return rates, losses
