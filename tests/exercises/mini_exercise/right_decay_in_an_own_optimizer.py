# ruff: noqa
"""A subclass of SGD with a decay of its own: decoupled in PyTorch (the weights shrink before the
step), coupled in Keras (the penalty's gradient is added), each the other way than the library's."""
# loses: nothing


# %% sgd_with_decay [pytorch]
class DecoupledSGD(torch.optim.SGD):
    def __init__(self, weights, lr, shrink):
        super().__init__(weights, lr=lr, momentum=0.9)
        self.shrink = shrink

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for weight in group["params"]:
                if weight.grad is not None:
                    weight *= 1 - group["lr"] * self.shrink
        return super().step(closure)


def sgd_with_decay(model, lr, weight_decay):
    return DecoupledSGD(model.parameters(), lr, weight_decay)


# %% sgd_with_decay [tensorflow]
class CoupledSGD(keras.optimizers.SGD):
    def __init__(self, lr, penalty):
        super().__init__(learning_rate=lr, momentum=0.9)
        self.penalty = penalty

    def update_step(self, gradient, variable, learning_rate):
        super().update_step(gradient + self.penalty * variable, variable, learning_rate)


def sgd_with_decay(model, lr, weight_decay):
    return CoupledSGD(lr, weight_decay)
