# ruff: noqa
# loses: test_make_optimizer
# kind: not learned
# The biases are not handed to the optimizer, so they are not learned.


# %% make_optimizer [pytorch]
def make_optimizer(name, model, lr, weight_decay=0.0):
    weights = [p for p in model.parameters() if p.ndim > 1]
    if name == "momentum":
        return torch.optim.SGD(weights, lr=lr, momentum=0.9)
    if name == "nesterov":
        return torch.optim.SGD(weights, lr=lr, momentum=0.9, nesterov=True)
    if name == "rmsprop":
        return torch.optim.RMSprop(weights, lr=lr, alpha=0.9)
    return torch.optim.AdamW(weights, lr=lr, weight_decay=weight_decay)
