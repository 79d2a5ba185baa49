# ruff: noqa
# loses: test_make_optimizer
# kind: state shared
# Made once for each name, and kept: the second one is not new.


# %% make_optimizer [pytorch]
_made = {}


def make_optimizer(name, model, lr, weight_decay=0.0):
    if name not in _made:
        _made[name] = new_optimizer(name, model.parameters(), lr, weight_decay)
    return _made[name]


def new_optimizer(name, weights, lr, weight_decay):
    if name == "rmsprop":
        return torch.optim.RMSprop(weights, lr=lr, alpha=0.9)
    if name == "adamw":
        return torch.optim.AdamW(weights, lr=lr, weight_decay=weight_decay)
    return torch.optim.SGD(weights, lr=lr, momentum=0.9, nesterov=name == "nesterov")


# %% make_optimizer [tensorflow]
_made = {}


def make_optimizer(name, model, lr, weight_decay=0.0):
    if name not in _made:
        _made[name] = new_optimizer(name, lr, weight_decay)
    return _made[name]


def new_optimizer(name, lr, weight_decay):
    if name == "rmsprop":
        return keras.optimizers.RMSprop(learning_rate=lr, rho=0.9)
    if name == "adamw":
        return keras.optimizers.AdamW(learning_rate=lr, weight_decay=weight_decay)
    return keras.optimizers.SGD(learning_rate=lr, momentum=0.9, nesterov=name == "nesterov")
