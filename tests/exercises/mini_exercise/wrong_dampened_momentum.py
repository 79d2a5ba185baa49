# ruff: noqa
"""`dampening=0.9` next to the momentum: an average of the gradients, ten times smaller steps in
the long run; the first step is still right."""
# loses: test_make_optimizer
# kind: another method


# %% make_optimizer [pytorch]
def make_optimizer(name, model, lr):
    if name == "adam":
        return torch.optim.Adam(model.parameters(), lr=lr)
    if name == "sgd":
        return torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9, dampening=0.9)
    raise ValueError(f'unknown optimizer {name!r}: choose "adam" or "sgd"')
