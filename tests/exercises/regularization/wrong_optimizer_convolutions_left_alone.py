# loses: test_make_optimizer
# kind: part left out
# ruff: noqa
"""Kernels of dense layers decay, those of convolutions do not."""


# %% make_optimizer [pytorch]
def make_optimizer(model, lr, weight_decay):
    dense = [p for p in model.parameters() if p.ndim == 2]
    others = [p for p in model.parameters() if p.ndim != 2]
    groups = [
        {"params": dense, "weight_decay": weight_decay},
        {"params": others, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=lr)


# %% make_optimizer [tensorflow]
def make_optimizer(model, lr, weight_decay):
    optimizer = keras.optimizers.AdamW(lr, weight_decay=weight_decay)
    others = [w for w in model.trainable_variables if len(w.shape) != 2]
    optimizer.exclude_from_weight_decay(var_list=others)
    return optimizer
