# ruff: noqa
"""weight_decay is not passed on."""
# loses: test_sgd_with_decay
# kind: global for an argument


# %% sgd_with_decay [pytorch]
def sgd_with_decay(model, lr, weight_decay):
    return torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)


# %% sgd_with_decay [tensorflow]
def sgd_with_decay(model, lr, weight_decay):
    return keras.optimizers.SGD(learning_rate=lr, momentum=0.9)
