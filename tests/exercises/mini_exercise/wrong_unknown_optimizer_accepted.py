# ruff: noqa
"""Every name but "adam" gives SGD: a typing error in the name goes unnoticed."""
# loses: test_make_optimizer
# kind: edge case


# %% make_optimizer [pytorch]
def make_optimizer(name, model, lr):
    if name == "adam":
        return torch.optim.Adam(model.parameters(), lr=lr)
    else:
        return torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)


# %% make_optimizer [tensorflow]
def make_optimizer(name, model, lr):
    if name == "adam":
        return keras.optimizers.Adam(learning_rate=lr)
    else:
        return keras.optimizers.SGD(learning_rate=lr, momentum=0.9)
