# ruff: noqa
"""Only the kernels decay, not the biases: parameter groups, or Keras's exclusion by name."""
# loses: nothing


# %% sgd_with_decay [pytorch]
def sgd_with_decay(model, lr, weight_decay):
    kernels = [p for p in model.parameters() if p.ndim > 1]
    others = [p for p in model.parameters() if p.ndim <= 1]
    groups = [{"params": kernels, "weight_decay": weight_decay}, {"params": others}]
    return torch.optim.SGD(groups, lr=lr, momentum=0.9)


# %% sgd_with_decay [tensorflow]
def sgd_with_decay(model, lr, weight_decay):
    optimizer = keras.optimizers.SGD(learning_rate=lr, momentum=0.9, weight_decay=weight_decay)
    optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
    return optimizer
