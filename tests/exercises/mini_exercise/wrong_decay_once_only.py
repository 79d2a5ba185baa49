# ruff: noqa
"""The weights are shrunk once, when the optimizer is made: the first step comes out right, from the
second on nothing decays."""
# loses: test_sgd_with_decay
# kind: part left out


# %% sgd_with_decay [pytorch]
def sgd_with_decay(model, lr, weight_decay):
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(1 - lr * weight_decay)
    return torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)


# %% sgd_with_decay [tensorflow]
def sgd_with_decay(model, lr, weight_decay):
    for variable in model.trainable_variables:
        variable.assign((1 - lr * weight_decay) * variable)
    return keras.optimizers.SGD(learning_rate=lr, momentum=0.9)
