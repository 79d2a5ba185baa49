# ruff: noqa
"""The ValueError is returned, not raised."""
# loses: test_make_optimizer
# kind: edge case


# %% make_optimizer [pytorch]
def make_optimizer(name, model, lr):
    if name == "adam":
        return torch.optim.Adam(model.parameters(), lr=lr)
    if name == "sgd":
        return torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    return ValueError("name must be adam or sgd")


# %% make_optimizer [tensorflow]
def make_optimizer(name, model, lr):
    if name == "adam":
        return keras.optimizers.Adam(learning_rate=lr)
    if name == "sgd":
        return keras.optimizers.SGD(learning_rate=lr, momentum=0.9)
    return ValueError("name must be adam or sgd")
