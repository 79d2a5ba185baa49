# ruff: noqa
# loses: test_make_optimizer
# kind: part left out
# keeps: 1.5 of test_make_optimizer
# The kernels are left out of the decay, in place of the biases.


# %% make_optimizer [pytorch]
def make_optimizer(name, model, lr, weight_decay=0.0):
    weights = model.parameters()
    if name == "momentum":
        return torch.optim.SGD(weights, lr=lr, momentum=0.9)
    if name == "nesterov":
        return torch.optim.SGD(weights, lr=lr, momentum=0.9, nesterov=True)
    if name == "rmsprop":
        return torch.optim.RMSprop(weights, lr=lr, alpha=0.9)
    kernels = [p for p in model.parameters() if p.ndim > 1]
    biases = [p for p in model.parameters() if p.ndim <= 1]
    groups = [{"params": kernels, "weight_decay": 0.0}, {"params": biases}]
    return torch.optim.AdamW(groups, lr=lr, weight_decay=weight_decay)


# %% make_optimizer [tensorflow]
def make_optimizer(name, model, lr, weight_decay=0.0):
    if name == "momentum":
        return keras.optimizers.SGD(learning_rate=lr, momentum=0.9)
    if name == "nesterov":
        return keras.optimizers.SGD(learning_rate=lr, momentum=0.9, nesterov=True)
    if name == "rmsprop":
        return keras.optimizers.RMSprop(learning_rate=lr, rho=0.9)
    optimizer = keras.optimizers.AdamW(learning_rate=lr, weight_decay=weight_decay)
    optimizer.exclude_from_weight_decay(var_names=["kernel"])
    return optimizer
