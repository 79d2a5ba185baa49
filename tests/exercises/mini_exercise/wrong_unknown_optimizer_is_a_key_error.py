# ruff: noqa
"""A dict looks the name up: an unknown one is a KeyError, not a ValueError."""
# loses: test_make_optimizer
# kind: edge case


# %% make_optimizer [pytorch]
def make_optimizer(name, model, lr):
    return {
        "adam": lambda: torch.optim.Adam(model.parameters(), lr=lr),
        "sgd": lambda: torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9),
    }[name]()


# %% make_optimizer [tensorflow]
def make_optimizer(name, model, lr):
    return {
        "adam": lambda: keras.optimizers.Adam(learning_rate=lr),
        "sgd": lambda: keras.optimizers.SGD(learning_rate=lr, momentum=0.9),
    }[name]()
