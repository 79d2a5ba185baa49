# loses: test_make_optimizer
# kind: part left out
# ruff: noqa
"""The others have the default decay of AdamW: it is not 0."""


# %% make_optimizer [pytorch]
def make_optimizer(model, lr, weight_decay):
    kernels = [p for p in model.parameters() if p.ndim > 1]
    others = [p for p in model.parameters() if p.ndim <= 1]
    groups = [{"params": kernels, "weight_decay": weight_decay}, {"params": others}]
    return torch.optim.AdamW(groups, lr=lr)
