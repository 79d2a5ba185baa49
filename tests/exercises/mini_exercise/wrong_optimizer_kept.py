# ruff: noqa
"""The optimizers are kept in a dict and handed out again: the second model gets the first one's
momentum (in PyTorch, even its weights)."""
# loses: test_make_optimizer
# kind: state shared

# %% make_optimizer [pytorch]
_optimizers = {}


def make_optimizer(name, model, lr):
    if name not in ("adam", "sgd"):
        raise ValueError(f'unknown optimizer {name!r}: choose "adam" or "sgd"')
    if (name, lr) not in _optimizers:
        if name == "adam":
            _optimizers[name, lr] = torch.optim.Adam(model.parameters(), lr=lr)
        else:
            _optimizers[name, lr] = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    return _optimizers[name, lr]


# %% make_optimizer [tensorflow]
_optimizers = {}


def make_optimizer(name, model, lr):
    if name not in ("adam", "sgd"):
        raise ValueError(f'unknown optimizer {name!r}: choose "adam" or "sgd"')
    if (name, lr) not in _optimizers:
        if name == "adam":
            _optimizers[name, lr] = keras.optimizers.Adam(learning_rate=lr)
        else:
            _optimizers[name, lr] = keras.optimizers.SGD(learning_rate=lr, momentum=0.9)
    return _optimizers[name, lr]
