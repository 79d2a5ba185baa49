# ruff: noqa
# loses: test_make_optimizer
# kind: another method
# The learning rate is a schedule that falls from step to step.


# %% make_optimizer [tensorflow]
def make_optimizer(name, model, lr, weight_decay=0.0):
    rate = keras.optimizers.schedules.ExponentialDecay(lr, decay_steps=10, decay_rate=0.9)
    if name == "rmsprop":
        return keras.optimizers.RMSprop(rate, rho=0.9)
    if name == "adamw":
        return keras.optimizers.AdamW(rate, weight_decay=weight_decay)
    return keras.optimizers.SGD(rate, momentum=0.9, nesterov=name == "nesterov")
