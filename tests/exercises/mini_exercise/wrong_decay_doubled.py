# ruff: noqa
"""The gradient of weight_decay * w**2 is 2 * weight_decay * w: twice the decay asked for."""
# loses: test_sgd_with_decay
# kind: wrong number


# %% sgd_with_decay [pytorch]
def sgd_with_decay(model, lr, weight_decay):
    return torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9, weight_decay=2 * weight_decay)


# %% sgd_with_decay [tensorflow]
def sgd_with_decay(model, lr, weight_decay):
    return keras.optimizers.SGD(learning_rate=lr, momentum=0.9, weight_decay=2 * weight_decay)
