# ruff: noqa
"""The optimizer's own weight decay, of all weights."""
# loses: nothing


# %% sgd_with_decay [pytorch]
def sgd_with_decay(model, lr, weight_decay):
    return torch.optim.SGD(model.parameters(), lr, momentum=0.9, weight_decay=weight_decay)


# %% sgd_with_decay [tensorflow]
def sgd_with_decay(model, lr, weight_decay):
    return keras.optimizers.SGD(lr, momentum=0.9, weight_decay=weight_decay)
