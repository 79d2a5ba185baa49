# ruff: noqa
# loses: test_make_optimizer
# kind: view for a copy
# The optimizer has the weights of a copy of the model.


# %% make_optimizer [pytorch]
def make_optimizer(name, model, lr, weight_decay=0.0):
    from copy import deepcopy

    weights = deepcopy(model).parameters()
    if name == "momentum":
        return torch.optim.SGD(weights, lr=lr, momentum=0.9)
    if name == "nesterov":
        return torch.optim.SGD(weights, lr=lr, momentum=0.9, nesterov=True)
    if name == "rmsprop":
        return torch.optim.RMSprop(weights, lr=lr, alpha=0.9)
    return torch.optim.AdamW(weights, lr=lr, weight_decay=weight_decay)
