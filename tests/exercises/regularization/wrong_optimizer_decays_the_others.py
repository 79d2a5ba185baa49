# loses: test_make_optimizer
# kind: order of arguments
# ruff: noqa
"""Everything but the kernels decays."""


# %% make_optimizer [pytorch]
def make_optimizer(model, lr, weight_decay):
    kernels = [p for p in model.parameters() if p.ndim < 2]
    others = [p for p in model.parameters() if p.ndim >= 2]
    groups = [{"params": kernels, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0}]
    return torch.optim.AdamW(groups, lr=lr)


# %% make_optimizer [tensorflow]
def make_optimizer(model, lr, weight_decay):
    optimizer = keras.optimizers.AdamW(lr, weight_decay=weight_decay)
    others = [w for w in model.trainable_variables if len(w.shape) > 1]
    optimizer.exclude_from_weight_decay(var_list=others)
    return optimizer
