# loses: test_make_optimizer
# kind: another method
# ruff: noqa
"""Adam with an L2 penalty."""


# %% make_optimizer [pytorch]
def make_optimizer(model, lr, weight_decay):
    kernels = [p for p in model.parameters() if p.ndim > 1]
    others = [p for p in model.parameters() if p.ndim <= 1]
    groups = [{"params": kernels, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0}]
    return torch.optim.Adam(groups, lr=lr)


# %% make_optimizer [tensorflow]
class CoupledAdam(keras.optimizers.Adam):
    def update_step(self, gradient, variable, learning_rate):
        if len(variable.shape) > 1:
            gradient = gradient + self.l2 * variable
        super().update_step(gradient, variable, learning_rate)


def make_optimizer(model, lr, weight_decay):
    optimizer = CoupledAdam(lr)
    optimizer.l2 = weight_decay
    return optimizer
