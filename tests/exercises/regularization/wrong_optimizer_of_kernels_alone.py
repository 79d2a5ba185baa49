# loses: test_make_optimizer
# kind: not learned
# ruff: noqa
"""The others are not trained at all."""


# %% make_optimizer [pytorch]
def make_optimizer(model, lr, weight_decay):
    kernels = [p for p in model.parameters() if p.ndim > 1]
    others = [p for p in model.parameters() if p.ndim <= 1]
    groups = [{"params": kernels, "weight_decay": weight_decay}]
    return torch.optim.AdamW(groups, lr=lr)


# %% make_optimizer [tensorflow]
class OfKernels(keras.optimizers.AdamW):
    def update_step(self, gradient, variable, learning_rate):
        if len(variable.shape) > 1:
            super().update_step(gradient, variable, learning_rate)


def make_optimizer(model, lr, weight_decay):
    optimizer = OfKernels(lr, weight_decay=weight_decay)
    others = [w for w in model.trainable_variables if len(w.shape) <= 1]
    optimizer.exclude_from_weight_decay(var_list=others)
    return optimizer
