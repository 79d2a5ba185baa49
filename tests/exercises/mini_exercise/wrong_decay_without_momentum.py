# ruff: noqa
"""The decay is right, the momentum is forgotten."""
# loses: test_sgd_with_decay
# kind: part left out


# %% sgd_with_decay [pytorch]
def sgd_with_decay(model, lr, weight_decay):
    return torch.optim.SGD(model.parameters(), lr=lr, weight_decay=weight_decay)


# %% sgd_with_decay [tensorflow]
def sgd_with_decay(model, lr, weight_decay):
    return keras.optimizers.SGD(learning_rate=lr, weight_decay=weight_decay)
