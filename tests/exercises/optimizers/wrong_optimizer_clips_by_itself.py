# ruff: noqa
# loses: test_make_optimizer
# kind: several at once
# Each tensor of the gradient is clipped to the norm 1 by the optimizer.


# %% make_optimizer [tensorflow]
def make_optimizer(name, model, lr, weight_decay=0.0):
    if name == "momentum":
        return keras.optimizers.SGD(learning_rate=lr, clipnorm=1.0, momentum=0.9)
    if name == "nesterov":
        return keras.optimizers.SGD(learning_rate=lr, clipnorm=1.0, momentum=0.9, nesterov=True)
    if name == "rmsprop":
        return keras.optimizers.RMSprop(learning_rate=lr, clipnorm=1.0, rho=0.9)
    return keras.optimizers.AdamW(learning_rate=lr, clipnorm=1.0, weight_decay=weight_decay)
