# ruff: noqa
"""The learning rate is divided out of the decay: w - lr * g - weight_decay * w."""
# loses: test_sgd_with_decay
# kind: wrong number


# %% sgd_with_decay [pytorch]
def sgd_with_decay(model, lr, weight_decay):
    return torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9, weight_decay=weight_decay / lr)


# %% sgd_with_decay [tensorflow]
def sgd_with_decay(model, lr, weight_decay):
    return keras.optimizers.SGD(learning_rate=lr, momentum=0.9, weight_decay=weight_decay / lr)
