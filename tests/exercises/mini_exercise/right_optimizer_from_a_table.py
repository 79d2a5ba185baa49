# ruff: noqa
"""The optimizers stand in a table of functions; the error lists the table's keys."""
# loses: nothing

# %% make_optimizer [pytorch]
OPTIMIZERS = {
    "adam": torch.optim.Adam,
    "sgd": lambda weights, lr: torch.optim.SGD(weights, lr, 0.9),
}


def make_optimizer(name, model, lr):
    try:
        make = OPTIMIZERS[name]
    except KeyError as error:
        raise ValueError(f"{name} is none of {sorted(OPTIMIZERS)}") from error
    return make([{"params": list(model.parameters())}], lr)


# %% make_optimizer [tensorflow]
OPTIMIZERS = {
    "adam": {"class_name": "Adam", "config": {}},
    "sgd": {"class_name": "SGD", "config": {"momentum": 0.9}},
}


def make_optimizer(name, model, lr):
    if name not in OPTIMIZERS:
        raise ValueError(f"{name} is none of {sorted(OPTIMIZERS)}")
    optimizer = keras.optimizers.get(
        {
            "class_name": OPTIMIZERS[name]["class_name"],
            "config": {**OPTIMIZERS[name]["config"], "learning_rate": lr},
        }
    )
    return optimizer
