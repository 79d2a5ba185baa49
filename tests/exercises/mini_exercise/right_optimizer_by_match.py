# ruff: noqa
"""A match statement; Keras's optimizer gets its learning rate by assignment."""
# loses: nothing


# %% make_optimizer [pytorch]
def make_optimizer(name, model, lr):
    match name:
        case "adam":
            return torch.optim.Adam(params=model.parameters(), lr=lr, betas=(0.9, 0.999))
        case "sgd":
            return torch.optim.SGD(params=model.parameters(), lr=lr, momentum=0.9, nesterov=False)
        case _:
            raise ValueError("The optimizer must be 'sgd' or 'adam', not " + repr(name))


# %% make_optimizer [tensorflow]
def make_optimizer(name, model, lr):
    match name:
        case "adam":
            optimizer = keras.optimizers.Adam(beta_1=0.9, beta_2=0.999)
        case "sgd":
            optimizer = keras.optimizers.SGD(momentum=0.9, nesterov=False)
        case _:
            raise ValueError("The optimizer must be 'sgd' or 'adam', not " + repr(name))
    optimizer.learning_rate = lr
    return optimizer
