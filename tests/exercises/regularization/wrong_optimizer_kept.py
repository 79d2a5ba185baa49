# loses: test_make_optimizer
# kind: state shared
# ruff: noqa
"""The optimizer of the first call is handed out again."""


# %% make_optimizer [pytorch]
_made = []


def make_optimizer(model, lr, weight_decay):
    kernels = [p for p in model.parameters() if p.ndim > 1]
    others = [p for p in model.parameters() if p.ndim <= 1]
    groups = [{"params": kernels, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0}]
    if not _made:
        _made.append(torch.optim.AdamW(groups, lr=lr))
    return _made[0]


# %% make_optimizer [tensorflow]
_made = []


def make_optimizer(model, lr, weight_decay):
    if _made:
        return _made[0]
    optimizer = keras.optimizers.AdamW(lr, weight_decay=weight_decay)
    others = [w for w in model.trainable_variables if len(w.shape) <= 1]
    optimizer.exclude_from_weight_decay(var_list=others)
    _made.append(optimizer)
    return optimizer
