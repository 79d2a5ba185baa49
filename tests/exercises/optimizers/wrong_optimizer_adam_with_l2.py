# ruff: noqa
# loses: test_make_optimizer
# kind: another method
# keeps: 1.5 of test_make_optimizer
# The decay goes into Adam's gradient: it is not decoupled.


# %% make_optimizer [pytorch]
def make_optimizer(name, model, lr, weight_decay=0.0):
    weights = model.parameters()
    if name == "momentum":
        return torch.optim.SGD(weights, lr=lr, momentum=0.9)
    if name == "nesterov":
        return torch.optim.SGD(weights, lr=lr, momentum=0.9, nesterov=True)
    if name == "rmsprop":
        return torch.optim.RMSprop(weights, lr=lr, alpha=0.9)
    return torch.optim.Adam(weights, lr=lr, weight_decay=weight_decay)


# %% make_optimizer [tensorflow]
class AdamWithPenalty(keras.optimizers.Adam):
    def __init__(self, learning_rate, penalty):
        super().__init__(learning_rate=learning_rate)
        self.penalty = penalty

    def update_step(self, gradient, variable, learning_rate):
        super().update_step(gradient + self.penalty * variable, variable, learning_rate)


def make_optimizer(name, model, lr, weight_decay=0.0):
    if name == "momentum":
        return keras.optimizers.SGD(learning_rate=lr, momentum=0.9)
    if name == "nesterov":
        return keras.optimizers.SGD(learning_rate=lr, momentum=0.9, nesterov=True)
    if name == "rmsprop":
        return keras.optimizers.RMSprop(learning_rate=lr, rho=0.9)
    return AdamWithPenalty(lr, weight_decay)
