# loses: test_measure
# kind: NaN or infinity
# ruff: noqa
"""Python's min: a NaN in front stays."""


# %% measure
def measure(networks, lrs, tuning_seed, seeds):
    rates, losses = {}, {}
    for name, layers in networks.items():
        rates[name] = min(lrs, key=lambda lr: min(train(layers, lr, tuning_seed)))
        losses[name] = [min(train(layers, rates[name], seed)) for seed in seeds]
    return rates, losses
