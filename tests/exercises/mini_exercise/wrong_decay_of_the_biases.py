# ruff: noqa
"""Decays the biases and leaves the kernels alone: the two groups are swapped."""
# loses: test_sgd_with_decay
# kind: part left out


# %% sgd_with_decay [pytorch]
def sgd_with_decay(model, lr, weight_decay):
    kernels = [p for p in model.parameters() if p.ndim > 1]
    biases = [p for p in model.parameters() if p.ndim <= 1]
    return torch.optim.SGD(
        [
            {"params": kernels, "weight_decay": 0.0},
            {"params": biases, "weight_decay": weight_decay},
        ],
        lr=lr,
        momentum=0.9,
    )


# %% sgd_with_decay [tensorflow]
def sgd_with_decay(model, lr, weight_decay):
    optimizer = keras.optimizers.SGD(learning_rate=lr, momentum=0.9, weight_decay=weight_decay)
    optimizer.exclude_from_weight_decay(var_names=["kernel"])
    return optimizer
