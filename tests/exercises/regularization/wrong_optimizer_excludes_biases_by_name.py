# loses: test_make_optimizer
# kind: part left out
# ruff: noqa
"""Biases are left alone by their names; the scales and shifts of batch norm are not."""


# %% make_optimizer [pytorch]
def make_optimizer(model, lr, weight_decay):
    kernels = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    others = [p for n, p in model.named_parameters() if n.endswith("bias")]
    groups = [{"params": kernels, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0}]
    return torch.optim.AdamW(groups, lr=lr)


# %% make_optimizer [tensorflow]
def make_optimizer(model, lr, weight_decay):
    optimizer = keras.optimizers.AdamW(lr, weight_decay=weight_decay)
    others = [w for w in model.trainable_variables if len(w.shape) <= 1]
    optimizer.exclude_from_weight_decay(var_names=["bias"])
    return optimizer
