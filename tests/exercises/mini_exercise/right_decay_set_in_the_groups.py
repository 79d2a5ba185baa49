# ruff: noqa
"""Built on make_optimizer: the decay is set afterward, in the groups, or as an attribute."""
# loses: nothing


# %% sgd_with_decay [pytorch]
def sgd_with_decay(model, lr, weight_decay):
    optimizer = make_optimizer("sgd", model, lr)
    for group in optimizer.param_groups:
        group["weight_decay"] = weight_decay
    return optimizer


# %% sgd_with_decay [tensorflow]
def sgd_with_decay(model, lr, weight_decay):
    optimizer = make_optimizer("sgd", model, lr)
    optimizer.weight_decay = weight_decay
    return optimizer
