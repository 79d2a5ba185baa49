# ruff: noqa
"""Adam always runs at its default learning rate of 0.001: lr is not passed on."""
# loses: test_make_optimizer
# kind: global for an argument


# %% make_optimizer [pytorch]
def make_optimizer(name, model, lr):
    if name == "adam":
        return torch.optim.Adam(model.parameters())
    if name == "sgd":
        return torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    raise ValueError(f'unknown optimizer {name!r}: choose "adam" or "sgd"')


# %% make_optimizer [tensorflow]
def make_optimizer(name, model, lr):
    if name == "adam":
        return keras.optimizers.Adam()
    if name == "sgd":
        return keras.optimizers.SGD(learning_rate=lr, momentum=0.9)
    raise ValueError(f'unknown optimizer {name!r}: choose "adam" or "sgd"')
