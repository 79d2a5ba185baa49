# ruff: noqa
# loses: test_make_optimizer
# kind: several at once
# keeps: 1 of test_make_optimizer
# The weights of SGD are overwritten by their running mean, every second step.


# %% make_optimizer [tensorflow]
def make_optimizer(name, model, lr, weight_decay=0.0):
    if name == "momentum":
        return keras.optimizers.SGD(
            learning_rate=lr, momentum=0.9, use_ema=True, ema_overwrite_frequency=2
        )
    if name == "nesterov":
        return keras.optimizers.SGD(
            learning_rate=lr, momentum=0.9, use_ema=True, ema_overwrite_frequency=2, nesterov=True
        )
    if name == "rmsprop":
        return keras.optimizers.RMSprop(learning_rate=lr, rho=0.9)
    return keras.optimizers.AdamW(learning_rate=lr, weight_decay=weight_decay)
